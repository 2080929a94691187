import { createHmac } from 'node:crypto';
import { createWebhookSender } from '../../adapters/webhooks';
import { isPublicAddress } from '../../adapters/webhooks/public-address';
import { signedHeaders } from '../../adapters/webhooks/sign';
import { startReceiver, type WebhookReceiver } from '../support/webhook-receiver';

const REFUSED = [
  ...['127.0.0.1', '127.255.255.255', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1'],
  ...['169.254.169.254', '100.64.0.1', '100.100.100.200', '168.63.129.16', '192.0.0.192', '192.0.2.1'],
  ...['198.18.0.1', '198.51.100.7', '203.0.113.7', '224.0.0.1', '240.0.0.1', '255.255.255.255'],
  ...['::', '::1', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:127.0.0.1'],
  ...['::ffff:8.8.8.8', '64:ff9b::7f00:1', '2002:7f00:1::', '2001::1', '2001:db8::1', '3fff::1', '100::1'],
  ...['fec0::1', '::7f00:1', 'no address'],
];
const PUBLIC = ['8.8.8.8', '172.32.0.1', '172.15.255.255', '100.128.0.1', '2606:4700::1111', '2a00:1450::1'];

describe('an address', () => {
  it.each(REFUSED)('%s is refused', (address) => expect(isPublicAddress(address)).toBe(false));
  it.each(PUBLIC)('%s is public', (address) => expect(isPublicAddress(address)).toBe(true));
});

describe('a target', () => {
  const name = (...addresses: string[]) =>
    createWebhookSender({
      targets: 'public',
      lookup: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    });

  it.each([
    ['http://example.org/', 'url_not_https'],
    ['ftp://example.org/', 'url_not_https'],
    ['https://user:word@example.org/', 'url_invalid'],
    ['https://example.org/#part', 'url_invalid'],
    ['example.org', 'url_invalid'],
    ['https://', 'url_invalid'],
    [`https://example.org/${'x'.repeat(2_000)}`, 'url_invalid'],
    ['https://127.0.0.1/', 'address_refused'],
    ['https://2130706433/', 'address_refused'],
    ['https://0x7f.1/', 'address_refused'],
    ['https://[::1]/', 'address_refused'],
    ['https://[::ffff:169.254.169.254]/', 'address_refused'],
  ])('%s is refused: %s', async (url, refusal) => {
    expect(await name('8.8.8.8').check(url)).toBe(refusal);
  });

  it('is refused where its name leads to one address that is not public, or to none', async () => {
    expect(await name('8.8.8.8').check('https://example.org/')).toBeUndefined();
    expect(await name('8.8.8.8', '10.0.0.1').check('https://example.org/')).toBe('address_refused');
    expect(await name('8.8.8.8', '::1').check('https://example.org/')).toBe('address_refused');
    expect(await name().check('https://example.org/')).toBe('name_unknown');
    const unknown = createWebhookSender({ targets: 'public', lookup: () => Promise.reject(new Error('x')) });
    expect(await unknown.check('https://example.org/')).toBe('name_unknown');
  });
});

describe('a message', () => {
  let receiver: WebhookReceiver;
  const secret = createWebhookSender({ targets: 'any' }).newSecret();
  const at = new Date();
  beforeAll(async () => {
    receiver = await startReceiver();
  });
  beforeEach(() => {
    receiver.received.length = 0;
    receiver.answer((res) => res.writeHead(204).end());
  });
  afterAll(() => receiver.stop());
  const local = { address: '127.0.0.1', family: 4 };
  const send = (url: string, sender = createWebhookSender({ targets: 'any', lookup: async () => [local] })) =>
    sender.send({ url, secret, id: 'msg_1', at, body: '{"type":"x"}' });
  const hook = (host = 'receiver.example') => `http://${host}:${receiver.port}/hook`;

  it('is signed as the convention signs its reference message', () => {
    const message = {
      ...{ id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', at: new Date(1_614_265_330_000) },
      body: '{"test": 2432232314}',
    };
    expect(signedHeaders('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', message)).toEqual({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('arrives with headers by which the receiver can check the very bytes', async () => {
    expect(await send(hook())).toEqual({ delivered: true, response: '204' });
    const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
    const signed = `msg_1.${Math.floor(at.getTime() / 1_000)}.${body}`;
    const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
    expect(key).toHaveLength(32);
    expect(headers).toMatchObject({
      'webhook-id': 'msg_1',
      'webhook-signature': `v1,${createHmac('sha256', key).update(signed).digest('base64')}`,
      'content-type': 'application/json',
    });
  });

  it('connects to the address that was checked, whatever the name means a moment later', async () => {
    let asked = 0;
    const lying = createWebhookSender({
      targets: 'any',
      lookup: async () => {
        asked += 1;
        return [asked === 1 ? local : { address: '127.0.0.2', family: 4 }];
      },
    });
    expect(await send(hook('liar.example'), lying)).toMatchObject({ delivered: true });
    expect(asked).toBe(1);
    expect(receiver.received[0]?.headers.host).toBe(`liar.example:${receiver.port}`);
  });

  it('goes nowhere where the name has come to mean a private address since it was registered', async () => {
    const answers = [{ address: '93.184.215.14', family: 4 }, local];
    const rebinding = createWebhookSender({
      targets: 'public',
      lookup: async () => [answers.shift() ?? local],
    });
    const url = `https://rebinding.example:${receiver.port}/hook`;
    expect(await rebinding.check(url)).toBeUndefined();
    expect(await send(url, rebinding)).toEqual({ delivered: false, response: 'address_refused' });
    expect(receiver.received).toEqual([]);
  });

  it('follows no redirect', async () => {
    receiver.answer((res) =>
      res.writeHead(307, { location: `http://127.0.0.1:${receiver.port}/inside` }).end(),
    );
    expect(await send(hook())).toEqual({ delivered: false, response: '307' });
    expect(receiver.received.map(({ path }) => path)).toEqual(['/hook']);
  });

  it('waits for no body, however slowly or long it comes', async () => {
    receiver.answer((res) => {
      res.writeHead(200);
      res.write('x');
    });
    expect(await send(hook())).toEqual({ delivered: true, response: '200' });
  });

  it('is given up where no answer comes in time, or nobody is there', async () => {
    receiver.answer(() => {});
    const hasty = createWebhookSender({ targets: 'any', lookup: async () => [local], withinMs: 50 });
    expect(await send(hook(), hasty)).toEqual({ delivered: false, response: 'timeout' });
    expect(await send('http://nobody.example:1/hook')).toEqual({
      ...{ delivered: false, response: 'ECONNREFUSED' },
    });
    receiver.answer((res) => res.writeHead(503).end());
    expect(await send(hook())).toEqual({ delivered: false, response: '503' });
  });
});
