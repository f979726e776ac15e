import { expect, test } from 'vitest';
import { failureOf, startCloud } from '../cloud-harness.ts';

const scope = (service: string, region = 'ap-northeast-1') =>
  `AWS4-HMAC-SHA256 Credential=SANDBOX/20261124/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

async function post(url: string, form: string, authorization: string | undefined = scope('rds')) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      ...(authorization ? { authorization } : {}),
    },
    body: form,
  });
  const body = await response.text();
  const code = /<Code>(.*)<\/Code>/.exec(body)?.[1];
  return { status: response.status, code, body, headers: response.headers };
}

test('a request without an Authorization header lacks a token', async () => {
  const { url } = await startCloud();
  const answer = await post(url, 'Action=DescribeDBInstances', '');
  expect(answer).toMatchObject({ status: 403, code: 'MissingAuthenticationToken' });
});

test('an Authorization header without a credential is an incomplete signature', async () => {
  const { url } = await startCloud();
  const answer = await post(url, 'Action=DescribeDBInstances', 'AWS4-HMAC-SHA256 Signature=0');
  expect(answer).toMatchObject({ status: 403, code: 'IncompleteSignature' });
});

test('an unknown action, service or Region is refused by name', async () => {
  const { url } = await startCloud();
  expect(await post(url, 'Action=Dance')).toMatchObject({ status: 400, code: 'InvalidAction' });
  expect(await post(url, '')).toMatchObject({ status: 400, code: 'MissingAction' });
  expect(await post(url, 'Action=ListQueues', scope('sqs'))).toMatchObject({
    status: 404,
    code: 'UnknownService',
  });
  expect(await post(url, 'Action=DescribeDBInstances', scope('rds', 'eu-west-1'))).toMatchObject({
    status: 403,
    code: 'SignatureDoesNotMatch',
  });
});

test('an error has the shape and the request id of AWS', async () => {
  const { url } = await startCloud();
  const answer = await post(url, 'Action=DescribeDBInstances&DBInstanceIdentifier=nobody');
  const id = answer.headers.get('x-amzn-requestid');
  expect(answer.status).toBe(404);
  expect(answer.body).toBe(
    `<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type><Code>DBInstanceNotFound</Code><Message>DBInstance nobody not found.</Message></Error><RequestId>${id}</RequestId></ErrorResponse>`,
  );
});

test('an answer carries its request id in the body and in the header', async () => {
  const { url } = await startCloud();
  const { body, headers } = await post(url, 'Action=DescribeDBInstances');
  const id = headers.get('x-amzn-requestid');
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  expect(body).toContain(
    `<ResponseMetadata><RequestId>${id}</RequestId></ResponseMetadata></DescribeDBInstancesResponse>`,
  );
});

test('the items of a list may be called by their name or by member, in any order', async () => {
  const { url, rds } = await startCloud();
  const ResourceName = 'arn:aws:rds:ap-northeast-1:000000000000:db:orders-prod';
  for (const item of ['Tag', 'member']) {
    const tags = `Tags.${item}.2.Key=b&Tags.${item}.2.Value=${item}&Tags.${item}.1.Key=a&Tags.${item}.1.Value=1`;
    const answer = await post(url, `Action=AddTagsToResource&ResourceName=${ResourceName}&${tags}`);
    expect(answer.status).toBe(200);
    const { TagList } = await rds.listTagsForResource({ ResourceName });
    expect(TagList).toContainEqual({ Key: 'b', Value: item });
  }
});

test('a query string says the same as a form', async () => {
  const { url } = await startCloud();
  const response = await fetch(
    `${url}/?Action=DescribeDBInstances&DBInstanceIdentifier=orders-prod`,
    {
      headers: { authorization: scope('rds') },
    },
  );
  expect(await response.text()).toContain('<DBInstanceIdentifier>orders-prod<');
});

test('a value that its type cannot hold is malformed', async () => {
  const { url } = await startCloud();
  for (const wrong of [
    'Action=DescribeDBInstances&MaxRecords=many',
    'Action=DescribeEvents&StartTime=soon',
  ]) {
    expect(await post(url, wrong)).toMatchObject({ status: 400, code: 'MalformedInput' });
  }
  const answer = await post(
    url,
    'Action=DeleteDBInstance&DBInstanceIdentifier=a&SkipFinalSnapshot=yes',
  );
  expect(answer).toMatchObject({ status: 400, code: 'MalformedInput' });
});

test('a required parameter that is missing is named, in nested structures too', async () => {
  const { url } = await startCloud();
  expect(await post(url, 'Action=CreateDBSnapshot&DBInstanceIdentifier=orders-prod')).toMatchObject(
    {
      status: 400,
      code: 'MissingParameter',
      body: expect.stringContaining('must contain the parameter DBSnapshotIdentifier.'),
    },
  );
  expect(await post(url, 'Action=DescribeDBInstances&Filters.Filter.1.Name=engine')).toMatchObject({
    code: 'MissingParameter',
    body: expect.stringContaining('must contain the parameter Filters.1.Values.'),
  });
});

test('a parameter that the sandbox would have to ignore is refused', async () => {
  const { rds } = await startCloud();
  const call = rds.modifyDBInstance({ DBInstanceIdentifier: 'orders-prod', Iops: 3000 });
  expect(await failureOf(call)).toMatchObject({ name: 'UnsupportedBySandbox', status: 400 });
});

test('a body above 32 MiB is not read', async () => {
  const { url } = await startCloud();
  const huge = post(url, `Action=DescribeDBInstances&Marker=${'x'.repeat(33_600_000)}`);
  await expect(huge).rejects.toThrow();
});
