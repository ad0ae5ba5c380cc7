import { Template } from '@huggingface/jinja';
import type { ChatMessage, Prompt } from '../core/domain.js';
import { toError } from '../core/errors.js';
import { UnsupportedChatTemplateError } from './errors.js';
import type { GgufFile } from './gguf/file.js';
import type { Tokenizer } from './tokenizer/tokenizer.js';

/** How a model wants conversations to be written, by the Jinja template in its file. */
export class ChatFormat {
  private readonly modelPath: string;
  private readonly template: Template;
  private readonly source: string;
  private readonly variables: Readonly<Record<string, unknown>>;
  /** Put before everything, where the file says so and the template does not do it. */
  private readonly beginning: number | undefined;

  /** @throws UnsupportedChatTemplateError where the file has no template, or one that cannot be read */
  constructor(
    file: GgufFile,
    private readonly tokenizer: Tokenizer,
  ) {
    this.modelPath = file.path;
    const source = file.string('tokenizer.chat_template');
    if (source === undefined) throw new UnsupportedChatTemplateError(file.path, 'has no chat template.');
    this.source = source;
    this.template = this.explained(() => new Template(source));
    const bos = file.number('tokenizer.ggml.bos_token_id');
    const eos = file.number('tokenizer.ggml.eos_token_id');
    const tokens = file.strings('tokenizer.ggml.tokens') ?? [];
    const name = (token: number | undefined) => (token === undefined ? '' : (tokens[token] ?? ''));
    this.variables = { bos_token: name(bos), eos_token: name(eos) };
    this.beginning = file.boolean('tokenizer.ggml.add_bos_token') ? bos : undefined;
  }

  /** The conversation, up to where the model goes on after `answerPrefix`. */
  render(messages: readonly ChatMessage[], answerPrefix: string): string {
    const variables = { ...this.variables, messages, add_generation_prompt: true };
    return this.explained(() => this.template.render(variables)) + answerPrefix;
  }

  /**
   * The prompt's tokens. Only what the template itself writes becomes control tokens: their names in messages and in
   * the answer's beginning are taken apart before the template is filled, and put together again as plain text.
   */
  encode(prompt: Prompt): number[] {
    const { messages, answerPrefix } = prompt;
    const quote = unusedCharacter([this.source, answerPrefix, ...messages.map((message) => message.content)]);
    const quoted = (text: string) => this.tokenizer.quoteControlTokens(text, quote);
    const rendered = this.render(
      messages.map(({ role, content }) => ({ role, content: quoted(content) })),
      quoted(answerPrefix),
    );
    const tokens = this.tokenizer.encodeWithControlTokens(rendered, quote);
    return this.beginning === undefined || tokens[0] === this.beginning ? tokens : [this.beginning, ...tokens];
  }

  private explained<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const reason = toError(error);
      throw new UnsupportedChatTemplateError(
        this.modelPath,
        `has a chat template that cannot be filled: ${reason.message}`,
        { cause: reason },
      );
    }
  }
}

/** A character of Unicode's private use area that is in none of the texts. */
function unusedCharacter(texts: readonly string[]): string {
  const used = new Set(texts.join(''));
  for (let code = 0xe000; code <= 0xf8ff; code++) {
    const character = String.fromCharCode(code);
    if (!used.has(character)) return character;
  }
  throw new RangeError('the prompt uses every private character of Unicode');
}
