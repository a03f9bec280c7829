import {useSignal, type Signal} from '@preact/signals';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Badge, Banner, List, Item} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Choice, Field} from '../../ui/field';
import {matchCode} from '../model/codes';
import type {Check} from '../model/facts';
import type {Work} from '../model/work';
import {tour} from '../phone';
import {Scanner} from './scanner';

type Checks = Readonly<Record<string, Check>>;

type Props = {
  readonly works: readonly Work[];
  readonly checks: Checks;
  readonly camera: Signal<boolean>;
  readonly onChange: (checks: Checks) => void;
};

/** Which slips are not made sure of, neither by a code nor by a reason. */
export const unchecked = (works: readonly Work[], checks: Checks): readonly Work[] => works.filter(w => !checks[w.id]);

/** What the large button does at this step: the camera first, then on. */
export const checkButton = (works: readonly Work[], checks: Checks, camera: Signal<boolean>) =>
  unchecked(works, checks).length > 0 && !camera.value
    ? {next: say(visit).check.scan, icon: 'camera' as const, onNext: () => void (camera.value = true)}
    : {};

/** Makes sure of the right bags: by camera, by the typed code, or without, with a reason that is recorded. */
export function CheckSlips({works, checks, camera, onChange}: Props) {
  const t = say(visit).check;
  const typed = useSignal('');
  const wrong = useSignal('');
  const right = useSignal('');
  const open = works.filter(w => (checks[w.id]?.way ?? 'none') === 'none');
  // Said of all that is open; what came on board since has none yet.
  const skipped = unchecked(open, checks).length > 0 ? '' : (open.map(w => checks[w.id]?.reason).find(Boolean) ?? '');

  const look = async (code: string): Promise<'done' | 'again'> => {
    const found = await matchCode(code, works, tour.value.all);
    if (found.kind !== 'here') {
      wrong.value =
        found.kind === 'elsewhere'
          ? t.elsewhere(found.work.number, found.work.sheet.household.name, found.work.sheet.merchant.name)
          : t.wrong[found.kind];
      navigator.vibrate?.([80, 60, 80]);
      return 'again';
    }
    wrong.value = '';
    right.value = `${t.slip(found.work.number)}, ${t.right}`;
    typed.value = '';
    navigator.vibrate?.(60);
    const next = {...checks, [found.work.id]: {way: found.way, reason: ''}};
    onChange(next);
    const left = unchecked(works, next).length;
    if (left === 0) camera.value = false;
    return left === 0 ? 'done' : 'again';
  };
  const skip = (reason: string) =>
    onChange({...checks, ...Object.fromEntries(open.map(w => [w.id, {way: 'none', reason} as const]))});

  // So many that the camera and the code would lie below the screen: they come first.
  const many = works.length > 3;
  const oneHome = works.length > 1 && works.every(w => w.sheet.household.id === works[0]?.sheet.household.id);
  const list = (
    <List label={t.list}>
      {works.map(w => {
        const {way} = checks[w.id] ?? {};
        return (
          <Item
            key={w.id}
            name={t.slip(w.number)}
            detail={
              oneHome ? w.sheet.merchant.name : say(visit).stop.from(w.sheet.merchant.name, w.sheet.household.name)
            }
          >
            {way && <Badge tone={way === 'none' ? 'warn' : 'good'}>{way === 'none' ? t.without : t.right}</Badge>}
          </Item>
        );
      })}
    </List>
  );

  return (
    <>
      {!many && list}
      <p class="hidden" role="status">
        {right.value}
      </p>
      {wrong.value && (
        <div id="check-wrong">
          <Banner tone="bad">{wrong.value}</Banner>
        </div>
      )}
      {open.length > 0 && (
        <>
          {camera.value && <Scanner onCode={look} onClose={() => (camera.value = false)} />}
          <form
            class="row"
            onSubmit={e => {
              e.preventDefault();
              void look(typed.value);
            }}
          >
            <Field
              code
              name="slip-code"
              label={t.code}
              hint={t.codeHint}
              value={typed.value}
              wrong={wrong.value ? 'check-wrong' : undefined}
              onInput={e => (typed.value = e.currentTarget.value)}
              autocomplete="off"
              autocapitalize="characters"
              spellcheck={false}
              maxLength={40}
            />
            <Button type="submit">{t.codeSend}</Button>
          </form>
          <details class="more" open={skipped !== ''}>
            <summary>{t.skip}</summary>
            <Choice
              legend={t.skipWhy}
              name="skip"
              value={skipped}
              options={t.skipReasons.map(r => ({value: r, label: r}))}
              onChange={skip}
            />
          </details>
        </>
      )}
      {many && list}
    </>
  );
}
