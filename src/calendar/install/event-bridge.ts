import type { DailyTime, Installation } from './installation.ts';

/** With more times a day than these, once an hour costs no more. */
const MOST_TIMES = 6;

/** A CloudFormation template: EventBridge Scheduler starts an ECS task in which what is due is run. */
export function eventBridge(zones: ReadonlyMap<string, readonly DailyTime[]>): Installation {
  const times = [...zones].flatMap(([zone, all]) => all.map((time) => ({ zone, ...time })));
  const schedules =
    times.length === 0 || times.length > MOST_TIMES
      ? [scheduleResource('HourlyLook', 'rate(1 hour)', 'UTC')]
      : times.map(({ zone, hour, minute }, index) =>
          scheduleResource(`DailyLook${index + 1}`, `cron(${minute} ${hour} * * ? *)`, zone),
        );
  return {
    files: [
      { path: 'recovery-drills.cloudformation.yaml', content: `${HEAD}${schedules.join('')}` },
    ],
    next: [
      'aws cloudformation deploy --stack-name recovery-drills --capabilities CAPABILITY_IAM \\',
      '  --template-file recovery-drills.cloudformation.yaml --parameter-overrides ClusterArn=… TaskDefinitionArn=… …',
      'the task needs the project as its working folder, and reports/ on a volume that stays, such as EFS',
      'drill plan <drill> prints the IAM actions that the role of the task needs',
    ],
  };
}

const HEAD = `AWSTemplateFormatVersion: '2010-09-09'
Description: >-
  Recovery drills by Kunren. Looks at the times of day at which a drill may be due; the command knows the days,
  starts what is due, and resumes what was interrupted.

Parameters:
  ClusterArn:
    Type: String
    Description: The ECS cluster in which the task runs.
    AllowedPattern: ^arn:aws[a-z-]*:ecs:.+:cluster/.+$
  TaskDefinitionArn:
    Type: String
    Description: Its task definition, with the project as working folder and reports/ on a volume that stays.
    AllowedPattern: ^arn:aws[a-z-]*:ecs:.+:task-definition/.+$
  ContainerName:
    Type: String
    Description: The container of the task in which the command is run.
    Default: drill
  TaskRoleArn:
    Type: String
    Description: The role of the task, with the IAM actions that drill plan prints.
    AllowedPattern: ^arn:aws[a-z-]*:iam::\\d{12}:role/.+$
  ExecutionRoleArn:
    Type: String
    Description: The role by which ECS pulls the image and writes the log.
    AllowedPattern: ^arn:aws[a-z-]*:iam::\\d{12}:role/.+$
  SubnetIds:
    Type: List<AWS::EC2::Subnet::Id>
    Description: Private subnets from which AWS and the databases can be reached.
  SecurityGroupIds:
    Type: List<AWS::EC2::SecurityGroup::Id>
    Description: Security groups of the task.

Resources:
  SchedulerRole:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Principal:
              Service: scheduler.amazonaws.com
            Action: sts:AssumeRole
            Condition:
              StringEquals:
                aws:SourceAccount:
                  Ref: AWS::AccountId
      Policies:
        - PolicyName: start-the-task
          PolicyDocument:
            Version: '2012-10-17'
            Statement:
              - Effect: Allow
                Action: ecs:RunTask
                Resource:
                  Ref: TaskDefinitionArn
                Condition:
                  ArnEquals:
                    ecs:cluster:
                      Ref: ClusterArn
              - Effect: Allow
                Action: iam:PassRole
                Resource:
                  - Ref: TaskRoleArn
                  - Ref: ExecutionRoleArn
                Condition:
                  StringEquals:
                    iam:PassedToService: ecs-tasks.amazonaws.com
`;

function scheduleResource(id: string, expression: string, zone: string): string {
  return `  ${id}:
    Type: AWS::Scheduler::Schedule
    Properties:
      Description: Runs the recovery drills that are due.
      ScheduleExpression: ${expression}
      ScheduleExpressionTimezone: ${zone}
      FlexibleTimeWindow:
        Mode: 'OFF'
      Target:
        Arn:
          Ref: ClusterArn
        RoleArn:
          Fn::GetAtt: [SchedulerRole, Arn]
        RetryPolicy:
          MaximumRetryAttempts: 3
          MaximumEventAgeInSeconds: 3600
        EcsParameters:
          TaskDefinitionArn:
            Ref: TaskDefinitionArn
          LaunchType: FARGATE
          NetworkConfiguration:
            AwsvpcConfiguration:
              AssignPublicIp: DISABLED
              Subnets:
                Ref: SubnetIds
              SecurityGroups:
                Ref: SecurityGroupIds
        Input:
          Fn::Sub: >-
            {"containerOverrides": [{"name": "\${ContainerName}", "command": ["npx", "drill", "schedule", "run", "--once"]}]}
`;
}
