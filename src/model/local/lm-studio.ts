import path from 'node:path';
import * as z from 'zod';
import { jsonOf, modelsBelow, textOf } from './folders.js';
import type { ModelSource } from './source.js';

/** What matters here of LM Studio's settings.json: the folder a person chose for models. */
const settings = z.object({ downloadsFolder: z.string().min(1) });

/** Models lie as PUBLISHER/REPOSITORY/FILE. */
const DEPTH = 2;

/** LM Studio's models. */
export const lmStudio: ModelSource = {
  name: 'LM Studio',
  async find({ home }) {
    const pointed = (await textOf(path.join(home, '.lmstudio-home-pointer')))?.trim();
    const homes = [
      ...(pointed ? [pointed] : []),
      path.join(home, '.lmstudio'),
      path.join(home, '.cache', 'lm-studio'), // before 2025
    ];
    const folders = await Promise.all(
      homes.map(async (own) => {
        const chosen = settings.safeParse(await jsonOf(path.join(own, 'settings.json'))).data?.downloadsFolder;
        return [...(chosen ? [chosen] : []), path.join(own, 'models')];
      }),
    );
    return (await Promise.all(folders.flat().map((folder) => modelsBelow(folder, DEPTH)))).flat();
  },
};
