// What is said during a visit, at the counter and at the door: the groups of each subject as one.
import {visitCounter} from './visit-counter';
import {visitDoor} from './visit-door';
import {visitLate} from './visit-late';
import {visitRound} from './visit-round';
import {visitStep} from './visit-step';
import {visitStop} from './visit-stop';
import {visitTrouble} from './visit-trouble';

export const visit = {
  fr: {
    ...visitStep.fr,
    ...visitStop.fr,
    ...visitCounter.fr,
    ...visitDoor.fr,
    ...visitTrouble.fr,
    ...visitLate.fr,
    ...visitRound.fr,
  },
  en: {
    ...visitStep.en,
    ...visitStop.en,
    ...visitCounter.en,
    ...visitDoor.en,
    ...visitTrouble.en,
    ...visitLate.en,
    ...visitRound.en,
  },
};
