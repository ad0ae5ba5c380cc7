import * as l10n from '@vscode/l10n';
import { ExplainedError } from '../core/errors.js';
import { grouped } from '../core/language.js';

/** A model file cannot be used. Each subclass names what was found and what is supported. */
export abstract class ModelFileError extends ExplainedError {
  constructor(
    readonly modelPath: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const CHOOSE_ANOTHER = l10n.t('Choose another GGUF file, or leave the setting empty to use the embedded model.');

/** There is nothing that can be read at the path. */
export class ModelFileMissingError extends ModelFileError {
  readonly nextStep = l10n.t('Check the path; it must lead to a GGUF file that you may read.');
  constructor(modelPath: string, cause: Error) {
    super(modelPath, l10n.t('The model file {0} cannot be read: {1}', modelPath, cause.message), { cause });
  }
}

/** The file does not begin as GGUF files do. */
export class NotGgufError extends ModelFileError {
  readonly nextStep = l10n.t('Choose a file in GGUF format, as Ollama, LM Studio and llama.cpp use it.');
  constructor(modelPath: string, firstBytes: Uint8Array) {
    const found = [...firstBytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    super(
      modelPath,
      found === ''
        ? l10n.t(
            '{0} is not a GGUF file: it begins with the bytes (none, it is empty), where a GGUF file has 47 47 55 46 ("GGUF").',
            modelPath,
          )
        : l10n.t(
            '{0} is not a GGUF file: it begins with the bytes {1}, where a GGUF file has 47 47 55 46 ("GGUF").',
            modelPath,
            found,
          ),
    );
  }
}

/** The file ends before what its header promises. */
export class TruncatedModelError extends ModelFileError {
  readonly nextStep = l10n.t('Download the file again: it was cut off.');
  constructor(modelPath: string, what: string, found: number, needed: number) {
    super(
      modelPath,
      l10n.t(
        '{0} is cut off: {1} goes on to byte {2} at least, the file has {3} bytes.',
        modelPath,
        what,
        grouped(needed),
        grouped(found),
      ),
    );
  }
}

/** The file says it is GGUF, but its contents contradict themselves. */
export class DamagedModelError extends ModelFileError {
  readonly nextStep = l10n.t(
    'Download the file again; if that does not help, it was made wrongly: choose another one.',
  );
  constructor(modelPath: string, found: string, options?: ErrorOptions) {
    super(modelPath, l10n.t('{0} is damaged: {1}', modelPath, found), options);
  }
}

/** A sound file, of a kind that this program cannot run. */
export class UnsupportedModelError extends ModelFileError {
  readonly nextStep: string = CHOOSE_ANOTHER;
  constructor(modelPath: string, what: string, found: string, supported: readonly string[]) {
    super(
      modelPath,
      l10n.t('{0} has {1} {2}, which is not supported; supported: {3}.', modelPath, what, found, supported.join(', ')),
    );
  }
}

export class UnsupportedArchitectureError extends UnsupportedModelError {
  constructor(modelPath: string, found: string, supported: readonly string[]) {
    super(modelPath, l10n.t('the architecture'), found, supported);
  }
}

/** The architecture is known, but this model has a part or a setting that its graph here lacks. */
export class UnsupportedFeatureError extends UnsupportedModelError {}

export class UnsupportedTensorTypeError extends UnsupportedModelError {
  override readonly nextStep = l10n.t('Choose another quantisation of the same model, for example Q4_K_M or Q8_0.');
  constructor(modelPath: string, tensor: string, found: string, supported: readonly string[]) {
    super(modelPath, l10n.t('the tensor {0} of type', tensor), found, supported);
  }
}

export class UnsupportedTokenizerError extends UnsupportedModelError {
  constructor(modelPath: string, found: string, supported: readonly string[]) {
    super(modelPath, l10n.t('the tokenizer'), found, supported);
  }
}

/** The model cannot hold a conversation, or writes its template in a way that cannot be read here. */
export class UnsupportedChatTemplateError extends ModelFileError {
  readonly nextStep = l10n.t(
    'Choose a model made to follow instructions; their names often end in "Instruct" or "it".',
  );
  constructor(modelPath: string, found: string, options?: ErrorOptions) {
    super(modelPath, `${modelPath} ${found}`, options);
  }
}
