import * as l10n from '@vscode/l10n';
import { ExplainedError } from '../../core/errors.js';
import { grouped } from '../../core/language.js';
import { formatBytes } from '../bytes.js';

/** A file could not be fetched. */
export abstract class DownloadError extends ExplainedError {}

/** The network, or the server, does not let it through; what has arrived is kept. */
export class ConnectionError extends DownloadError {
  readonly nextStep = l10n.t(
    'See whether this machine is online and, where it needs a proxy, HTTPS_PROXY (in VS Code: http.proxy) is set. What has arrived is kept: fetch it again to go on.',
  );
  constructor(url: string, reason: string, options?: ErrorOptions) {
    super(l10n.t('{0} could not be fetched: {1}.', url, reason), options);
  }
}

/** The server answers, but not with the file. */
export class RefusedDownloadError extends DownloadError {
  readonly nextStep = l10n.t('Fetch another model, or fetch this one by other means and choose its file.');
  constructor(url: string, status: number) {
    super(l10n.t('{0} cannot be had: the server answers with status {1}.', url, status));
  }
}

/** An address that would not be encrypted. */
export class InsecureAddressError extends DownloadError {
  readonly nextStep = l10n.t('Something between this machine and the server changes addresses; use another network.');
  constructor(url: string) {
    super(l10n.t('{0} is not fetched: only https is.', url));
  }
}

/** The file at the address is longer or shorter than the one that was promised. */
export class WrongLengthError extends DownloadError {
  readonly nextStep = l10n.t('Fetch it again; if that does not help, fetch another model.');
  constructor(url: string, found: number, expected: number) {
    super(l10n.t('{0} has {1} bytes or more, where {2} are expected.', url, grouped(found), grouped(expected)));
  }
}

/** All bytes arrived, but they are not those that were promised. */
export class WrongBytesError extends DownloadError {
  readonly nextStep = l10n.t('They were deleted. Fetch the file again; if that does not help, fetch another model.');
  constructor(url: string, found: string, expected: string) {
    super(l10n.t('The bytes from {0} are not the expected ones: their SHA-256 is {1}, not {2}.', url, found, expected));
  }
}

/** The disk has not enough room. */
export class DiskFullError extends DownloadError {
  readonly nextStep = l10n.t('Free some space, or fetch a smaller model.');
  constructor(folder: string, needed: number, free: number) {
    super(l10n.t('{0} has {1} of free space; {2} are needed.', folder, formatBytes(free), formatBytes(needed)));
  }
}

/** Another window or terminal is at it. */
export class DownloadInProgressError extends DownloadError {
  readonly nextStep = l10n.t('Wait until it is done. If nothing is being fetched, try again in some seconds.');
  constructor(target: string, options?: ErrorOptions) {
    super(l10n.t('{0} is being fetched already, by another window or terminal.', target), options);
  }
}
