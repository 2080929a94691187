import { DefaultPayloadConverter, type Payload, type PayloadConverter } from '@temporalio/common';

/**
 * Anyone who reaches the engine's port can send what cannot be decoded. An exception here would fail the workflow
 * task for ever, so such a value is `undefined`, which no handler takes for a message.
 */
class ForgivingPayloadConverter implements PayloadConverter {
  private readonly inner = new DefaultPayloadConverter();

  toPayload<T>(value: T): Payload {
    return this.inner.toPayload(value);
  }

  fromPayload<T>(payload: Payload): T {
    try {
      return this.inner.fromPayload<T>(payload);
    } catch {
      return undefined as T;
    }
  }
}

export const payloadConverter = new ForgivingPayloadConverter();
