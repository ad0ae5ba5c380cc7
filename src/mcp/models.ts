import * as z from 'zod';
import { catalogue } from '../model/catalogue.js';
import { fileOfEntry } from '../model/local/catalogued.js';
import { findModelFiles, listModels } from '../model/local/index.js';
import type { Machine } from '../model/local/machine.js';

/** What list_models answers with. */
export const modelsSchema = z.object({
  models: z
    .array(
      z.object({
        name: z.string(),
        path: z.string(),
        bytes: z.number().nullable(),
        quantisation: z.string().nullable(),
        from: z.string().describe('The program whose it is.'),
        problem: z.string().nullable().describe('Why it does not run; null where it does.'),
      }),
    )
    .describe('On this machine.'),
  fetchable: z
    .array(z.object({ name: z.string(), title: z.string(), bytes: z.number(), licence: z.string() }))
    .describe('Could be fetched by a person in a terminal: npm run explore -- --model NAME'),
});

export type Models = z.infer<typeof modelsSchema>;

/** The models on this machine, and those that could be. */
export async function modelsOn(machine: Machine): Promise<Models> {
  const [files, models] = await Promise.all([findModelFiles(machine), listModels(machine)]);
  return {
    models: models.map(({ name, path, source, description }) => ({
      name,
      path,
      bytes: description.bytes,
      quantisation: description.quantisation,
      from: source,
      problem: description.problem?.message ?? null,
    })),
    fetchable: catalogue
      .filter((entry) => !fileOfEntry(entry, files, machine))
      .map(({ id, name, bytes, licence }) => ({ name: id, title: name, bytes, licence })),
  };
}
