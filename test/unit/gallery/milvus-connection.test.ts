import { MilvusConnection, accepted } from '../../../src/gallery/milvus-connection.js';
import { freePort } from '../../support/milvus.js';

const call = { signal: new AbortController().signal };

describe('a connection to Milvus', () => {
  let connection: MilvusConnection;

  beforeAll(async () => {
    const address = `127.0.0.1:${await freePort()}`;
    connection = new MilvusConnection({ address, token: null, tls: false, requestMs: 300 });
  });
  afterAll(() => connection.close());

  const refused = (status: Parameters<typeof accepted>[0]) =>
    connection.ask('search', call, () => {
      accepted(status);
      return Promise.resolve();
    });

  test.each([
    ['memory', { code: 3 }, 'GALLERY_FULL'],
    ['disk', { error_code: 'Success', code: 7 }, 'GALLERY_FULL'],
    ['the rate', { error_code: 'RateLimit' }, 'OVERLOADED'],
    ['requests at one time', { code: 4 }, 'OVERLOADED'],
    ['anything else', { error_code: 'UnexpectedError', code: 1 }, 'STORE_DOWN'],
    ['no success in the newer form alone', { error_code: 'Success', code: 100 }, 'STORE_DOWN'],
    ['a call the server does not know', undefined, 'STORE_DOWN'],
  ])('tells a refusal for %s by its code', async (_, status, code) => {
    await expect(refused(status)).rejects.toMatchObject({ code });
    await expect(refused(status)).rejects.toThrow('Milvus');
  });

  test.each([[{ error_code: 'Success', code: 0 }], [{ error_code: 'Success' }], [{ code: 0 }]])(
    'takes %j for success',
    async (status) => {
      await expect(refused(status)).resolves.toBeUndefined();
    },
  );

  test('tells nothing of what Milvus quotes', async () => {
    const quoting = new Error('cannot parse: subject_id in ["alice"]');
    const fault = await connection.ask('search', call, () => Promise.reject(quoting)).catch((error: unknown) => error);
    expect(fault).toMatchObject({ code: 'STORE_DOWN', cause: { message: 'no answer' } });
    expect(String(fault)).not.toContain('alice');
  });

  test('is given up when nobody is there', async () => {
    const asked = connection.ask('search', call, (client) => client.hasCollection({ collection_name: 'any' }));
    await expect(asked).rejects.toMatchObject({ code: 'STORE_DOWN' });
  });

  test('is given up after its time', async () => {
    const never = new Promise<never>(() => undefined);
    await expect(connection.ask('search', call, () => never)).rejects.toMatchObject({ code: 'STORE_DOWN' });
  });

  test('ends with the call', async () => {
    const ending = new AbortController();
    const asked = connection.ask('search', ending, () => new Promise<never>(() => undefined));
    ending.abort();
    await expect(asked).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
