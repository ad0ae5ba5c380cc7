import { ExplainedError } from '../../core/errors.js';
import { formatBytes } from '../bytes.js';

/** A file could not be fetched. */
export abstract class DownloadError extends ExplainedError {}

/** The network, or the server, does not let it through; what has arrived is kept. */
export class ConnectionError extends DownloadError {
  readonly nextStep =
    'See whether this machine is online and, where it needs a proxy, HTTPS_PROXY (in VS Code: http.proxy) is set. ' +
    'What has arrived is kept: fetch it again to go on.';
  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(`${url} could not be fetched: ${reason}.`, options);
  }
}

/** The server answers, but not with the file. */
export class RefusedDownloadError extends DownloadError {
  readonly nextStep = 'Fetch another model, or fetch this one by other means and choose its file.';
  constructor(url: string, status: number) {
    super(`${url} cannot be had: the server answers with status ${status}.`);
  }
}

/** An address that would not be encrypted. */
export class InsecureAddressError extends DownloadError {
  readonly nextStep = 'Something between this machine and the server changes addresses; use another network.';
  constructor(url: string) {
    super(`${url} is not fetched: only https is.`);
  }
}

/** The file at the address is longer or shorter than the one that was promised. */
export class WrongLengthError extends DownloadError {
  readonly nextStep = 'Fetch it again; if that does not help, fetch another model.';
  constructor(url: string, found: number, expected: number) {
    const bytes = (count: number) => count.toLocaleString('en');
    super(`${url} has ${bytes(found)} bytes or more, where ${bytes(expected)} are expected.`);
  }
}

/** All bytes arrived, but they are not those that were promised. */
export class WrongBytesError extends DownloadError {
  readonly nextStep = 'They were deleted. Fetch the file again; if that does not help, fetch another model.';
  constructor(url: string, found: string, expected: string) {
    super(`The bytes from ${url} are not the expected ones: their SHA-256 is ${found}, not ${expected}.`);
  }
}

/** The disk has not enough room. */
export class DiskFullError extends DownloadError {
  readonly nextStep = 'Free some space, or fetch a smaller model.';
  constructor(folder: string, needed: number, free: number) {
    super(`${folder} has ${formatBytes(free)} of free space; ${formatBytes(needed)} are needed.`);
  }
}

/** Another window or terminal is at it. */
export class DownloadInProgressError extends DownloadError {
  readonly nextStep = 'Wait until it is done. If nothing is being fetched, try again in some seconds.';
  constructor(target: string, options?: ErrorOptions) {
    super(`${target} is being fetched already, by another window or terminal.`, options);
  }
}
