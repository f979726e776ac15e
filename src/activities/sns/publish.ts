/**
 * Publishes a text to a topic of Amazon SNS, in the topic's own Region, with the usual chain of credentials.
 * @throws Error of the SDK
 */
export async function publishToTopic(
  { topicArn, profile }: { readonly topicArn: string; readonly profile?: string },
  { subject, text }: { readonly subject: string; readonly text: string },
  { signal, endpointUrl }: { readonly signal: AbortSignal; readonly endpointUrl?: string },
): Promise<void> {
  const { SNS } = await import('@aws-sdk/client-sns');
  const region = topicArn.split(':')[3] ?? '';
  const client = new SNS({
    region,
    // Whoever asks tries again by rules of its own.
    maxAttempts: 1,
    ...(endpointUrl !== undefined && { endpoint: endpointUrl }),
    ...(profile !== undefined && { profile }),
  });
  try {
    await client.publish(
      {
        TopicArn: topicArn,
        // Topics take ASCII there, and no control characters.
        Subject: subject.replace(/[^\x20-\x7e]/g, '?'),
        Message: text,
        ...(topicArn.endsWith('.fifo') && { MessageGroupId: 'kunren' }),
      },
      { abortSignal: signal },
    );
  } finally {
    client.destroy();
  }
}
