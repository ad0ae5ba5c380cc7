import * as l10n from '@vscode/l10n';
import type * as z from 'zod';
import { and, or } from '../core/language.js';

/** What is wrong with a value that a person set, in words that read on from the value's name; for a schema's `error`. */
export const valueProblem: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? l10n.t('is missing') : mustBe(issue.expected);
    case 'too_small':
      if (issue.origin === 'array') return l10n.t('must not be empty');
      return issue.inclusive
        ? l10n.t('must be {0} or more', String(issue.minimum))
        : l10n.t('must be more than {0}', String(issue.minimum));
    case 'too_big':
      return l10n.t('must be {0} or less', String(issue.maximum));
    case 'invalid_value':
      return l10n.t('must be {0}', or(issue.values.map((value) => JSON.stringify(value))));
    case 'unrecognized_keys':
      return l10n.t('must not have {0}', and(issue.keys.map((key) => JSON.stringify(key))));
    case 'invalid_key':
      return issue.issues[0]?.message;
    default:
      return undefined;
  }
};

function mustBe(expected: string): string | undefined {
  switch (expected) {
    case 'int':
      return l10n.t('must be a whole number');
    case 'number':
      return l10n.t('must be a number');
    case 'boolean':
      return l10n.t('must be true or false');
    case 'string':
      return l10n.t('must be a text');
    case 'array':
      return l10n.t('must be a list');
    case 'object':
    case 'record':
      return l10n.t('must be an object');
    default:
      return undefined;
  }
}
