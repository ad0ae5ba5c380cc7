import { probeSandbox, type Sandbox, type SandboxSetting } from './sandbox.js';
import { Session } from './session.js';

/**
 * Finds out which sandbox verifiers would be confined by, and leaves nothing behind.
 *
 * @throws SandboxUnavailableError where one is required and none works
 */
export async function sandboxInForce(setting: SandboxSetting): Promise<Sandbox> {
  const session = await Session.open();
  try {
    return await probeSandbox(setting, session.emptyFile);
  } finally {
    await session.close();
  }
}
