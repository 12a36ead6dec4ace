import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';

/** Who runs the private PostgreSQL. Null: whoever runs the engine. */
export type ServerUser = { readonly uid: number; readonly gid: number } | null;

/**
 * PostgreSQL refuses to run as root. For a root engine this is, in this order, the owner of the cluster when there is
 * one, the system's `postgres`, `nobody`.
 *
 * @throws Error when the engine is not root and the cluster is another user's
 */
export async function serverUser(clusterDir: string): Promise<ServerUser> {
  const uid = process.getuid?.() ?? 0;
  const owner = await stat(clusterDir).catch(() => null);
  if (uid !== 0) {
    if (owner && owner.uid !== uid) {
      throw new Error(
        `${clusterDir} belongs to user ${owner.uid}, the engine runs as user ${uid}. Run the engine as before, or change the owner.`,
      );
    }
    return null;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const passwd = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const user = accountOf(passwd, 'postgres') ?? accountOf(passwd, 'nobody');
  if (!user)
    throw new Error(
      'PostgreSQL does not run as root, and there is no user postgres or nobody. Add one, or set DATABASE_URL.',
    );
  return user;
}

function accountOf(passwd: string, name: string): ServerUser {
  const fields = passwd
    .split('\n')
    .map((line) => line.split(':'))
    .find(([account]) => account === name);
  const uid = Number(fields?.[2]);
  const gid = Number(fields?.[3]);
  return Number.isInteger(uid) && Number.isInteger(gid) && uid > 0 ? { uid, gid } : null;
}

/** Whether `user` may pass through every folder on the way to `target` and enter it; access lists are not looked at. */
export async function reachableBy(user: ServerUser, target: string): Promise<boolean> {
  if (!user) return true;
  for (let at = path.resolve(target); ; at = path.dirname(at)) {
    const { mode, uid, gid } = await stat(at);
    const search = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & search) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}
