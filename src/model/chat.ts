import { Template } from '@huggingface/jinja';
import * as l10n from '@vscode/l10n';
import type { ChatMessage, Prompt } from '../core/domain.js';
import { toError } from '../core/errors.js';
import { UnsupportedChatTemplateError } from './errors.js';
import type { GgufFile } from './gguf/file.js';
import { beginningOf } from './tokenizer/read.js';
import type { Tokenizer } from './tokenizer/tokenizer.js';

/** How a model wants conversations to be written, by the Jinja template in its file. */
export class ChatFormat {
  private readonly modelPath: string;
  private readonly template: Template;
  private readonly source: string;
  private readonly variables: Readonly<Record<string, unknown>>;
  /** Put before everything, where the file says so and the template does not do it. */
  private readonly beginning: number | undefined;
  private readonly hasSystemRole: boolean;

  /** @throws UnsupportedChatTemplateError where the file has no template, or one that cannot be read */
  constructor(
    file: GgufFile,
    private readonly tokenizer: Tokenizer,
  ) {
    this.modelPath = file.path;
    this.source = this.sourceIn(file);
    this.template = this.explained(() => new Template(FIXED_DATE + this.source));
    const tokens = file.strings('tokenizer.ggml.tokens') ?? [];
    const nameOf = (key: string) => tokens[file.number(key) ?? -1] ?? '';
    this.variables = {
      bos_token: nameOf('tokenizer.ggml.bos_token_id'),
      eos_token: nameOf('tokenizer.ggml.eos_token_id'),
      enable_thinking: false, // an answer is sampled many times, and its beginning is given
      add_generation_prompt: true,
    };
    this.beginning = beginningOf(file);
    this.hasSystemRole = this.writesSystemMessages();
  }

  /** The conversation, up to where the model goes on after `answerPrefix`. */
  render(messages: readonly ChatMessage[], answerPrefix: string): string {
    const accepted = this.hasSystemRole ? messages : withoutSystemRole(messages);
    const text = this.explained(() => this.template.render({ ...this.variables, messages: accepted }));
    return withoutThinking(text) + answerPrefix;
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

  private sourceIn(file: GgufFile): string {
    const source = file.string('tokenizer.chat_template');
    if (source !== undefined) return source;
    if (this.tokenizer.controlTokens.has('<|im_start|>')) return CHATML;
    throw new UnsupportedChatTemplateError(file.path, l10n.t('has no chat template.'));
  }

  /** Some templates raise an exception at system messages, others leave them out. */
  private writesSystemMessages(): boolean {
    const messages: ChatMessage[] = [
      { role: 'system', content: 'system-message' },
      { role: 'user', content: 'user-message' },
    ];
    try {
      return this.template.render({ ...this.variables, messages }).includes('system-message');
    } catch {
      return false; // where something else is wrong, rendering the conversation will say it
    }
  }

  private explained<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      const reason = toError(error);
      throw new UnsupportedChatTemplateError(
        this.modelPath,
        l10n.t('has a chat template that cannot be filled: {0}', reason.message),
        { cause: reason },
      );
    }
  }
}

/** OpenAI's Chat Markup Language, for files without a template whose vocabulary has its control tokens. */
const CHATML = `{% for message in messages %}
{{ '<|im_start|>' + message.role + '\\n' + message.content + '<|im_end|>\\n' }}
{%- endfor %}
{{- '<|im_start|>assistant\\n' }}`;

/**
 * Templates that write the date always get the one that Llama 3.1's has where there is no clock: the same seed gives
 * the same answers tomorrow, and in every language (the library's own function writes months in the user's).
 */
const FIXED_DATE = `{% macro strftime_now(format) %}
{{- format | replace('%d', '26') | replace('%m', '07') | replace('%b', 'Jul') | replace('%B', 'July') | replace('%Y', '2024') -}}
{% endmacro %}
`;

/** The conversation with what system messages say put before the next message. */
function withoutSystemRole(messages: readonly ChatMessage[]): readonly ChatMessage[] {
  const accepted: ChatMessage[] = [];
  let instructions = '';
  for (const { role, content } of messages) {
    if (role === 'system') {
      instructions += `${content}\n\n`;
    } else {
      accepted.push({ role, content: instructions + content });
      instructions = '';
    }
  }
  return accepted;
}

/** Ends the thinking that a template has begun whatever `enable_thinking` says, as Qwen 3's ends it. */
function withoutThinking(rendered: string): string {
  return /<think>\s*$/.test(rendered) ? `${rendered.trimEnd()}\n\n</think>\n\n` : rendered;
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
