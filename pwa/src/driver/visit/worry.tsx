import {useSignal} from '@preact/signals';
import {driver} from '../../i18n/driver';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {go} from '../../ui/router';
import type {Stop} from '../model/work';
import {stopPath} from '../part';
import {useDraft} from './draft';
import {Note} from './note';
import {save} from './save';
import {nothingWrong, Step, wrongAt} from './step';

/** A worry about a person: it goes to the social worker and to nobody else. */
export function WorryScreen({stop}: {readonly stop: Stop}) {
  const t = say(visit).worry;
  const key = `worry:${stop.id}`;
  const problem = useSignal(nothingWrong);
  const draft = useDraft(key, {text: ''}, () => (problem.value = nothingWrong));
  const busy = useSignal(false);
  if (!draft) return null;
  const {value, set, unsaved} = draft;
  const next = async () => {
    const [work] = stop.works;
    const text = value.text.trim();
    problem.value = {text: text ? '' : t.needed, at: 'note'};
    if (!text || !work) return;
    busy.value = true;
    const fact = {kind: 'alert', target: {slip: work.id}, basis: work.version, data: {text}} as const;
    problem.value = {text: await save([fact], key), at: ''};
    busy.value = false;
    if (problem.value.text === '') go(stopPath(stop), {replace: true});
  };
  return (
    <Step
      title={t.title}
      lead={t.lead}
      place={[1, 1]}
      problem={unsaved ? {text: say(driver).store.full, at: ''} : problem.value}
      busy={busy.value}
      next={t.save}
      onNext={() => void next()}
      onBack={() => go(stopPath(stop), {replace: true})}
    >
      <Note
        label={t.text}
        hint={t.hint}
        error={wrongAt(problem.value, 'note')}
        value={value.text}
        onInput={text => set({text})}
      />
    </Step>
  );
}
