// One screen while the person talks: who it is, or a new request in seconds.
import {useSignal} from '@preact/signals';
import {useEffect, useLayoutEffect, useRef} from 'preact/hooks';
import type {Me} from '../../api/desk';
import {callers, noteRequest, type Likely} from '../../api/town';
import {deskIntake} from '../../i18n/desk-intake';
import {say} from '../../i18n/lang';
import {Banner, Card} from '../../ui/blocks';
import {Button, ButtonLink} from '../../ui/button';
import {Area, Check, Field} from '../../ui/field';
import {formProps, textOf, useForm, type Errors} from '../../ui/form';
import {Page} from '../../ui/page';
import {ProblemBanner} from '../../ui/problem';
import {go, handed, unsaved} from '../../ui/router';
import {toast} from '../../ui/toast';
import {LikelyCard} from '../parts/likely';
import {may} from '../session';

type Typed = {readonly name: string; readonly phone: string; readonly street: string};

const enough = (t: Typed) =>
  t.phone.replace(/\D/g, '').length >= 6 || t.name.trim().length >= 3 || t.street.trim().length >= 5;

/** After the last letter, and after a question that got no answer. */
const PAUSE = 250;
const AGAIN = 3000;

type Asked = {readonly key: string; readonly likely: readonly Likely[]; readonly failed: boolean};

/** Who it may be. `known` once it is the answer to what stands there now; an older one stays in sight meanwhile. */
export type Found = {
  readonly likely: readonly Likely[];
  readonly state: 'short' | 'asking' | 'failed' | 'known';
};

/** Asks once the typing pauses; an answer to older words is dropped. */
export function useLikely(typed: Typed): Found {
  const last = useSignal<Asked>({key: '', likely: [], failed: false});
  const key = `${typed.name}\n${typed.phone}\n${typed.street}`;
  useEffect(() => {
    if (!enough(typed)) return undefined;
    let stale = false;
    const ask = async () => {
      const r = await callers(typed);
      if (stale) return;
      last.value = {key, likely: r.ok ? r.data.likely : [], failed: !r.ok};
      if (!r.ok) timer = setTimeout(ask, AGAIN);
    };
    let timer = setTimeout(ask, PAUSE);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [key]);
  const {likely, failed} = last.value;
  if (!enough(typed)) return {likely: [], state: 'short'};
  if (last.value.key !== key) return {likely, state: 'asking'};
  return {likely, state: failed ? 'failed' : 'known'};
}

function found(state: Found['state'], likely: number): string {
  const t = say(deskIntake).call;
  if (state === 'failed') return t.unsure;
  if (likely > 0) return t.likely(likely);
  return state === 'asking' ? t.looking : t.none;
}

export function CallScreen({who}: {readonly who: Me}) {
  const t = say(deskIntake).call;
  const typed = useSignal<Typed>({name: '', phone: handed('phone'), street: ''});
  const chosen = useSignal<Likely['household'] | null>(null);
  const apart = useSignal<Readonly<Record<string, string>>>({});
  const spoken = useSignal(true);
  const waiting = useSignal(false);
  const needs = useSignal('');
  const box = useRef<HTMLDivElement>(null);
  const {likely, state} = useLikely(typed.value);
  useLayoutEffect(() => box.current?.querySelector('input')?.focus(), []);
  const type = (field: keyof Typed) => (e: {currentTarget: {value: string}}) => {
    typed.value = {...typed.value, [field]: e.currentTarget.value};
    waiting.value = false;
  };
  const orders = may(who, 'orders.edit');
  // Only an answer to this very number leads on: an older one may name somebody else.
  const only = (state === 'known' ? likely : []).filter(l => l.reasons.includes('phone') && !l.household.exit);
  const direct = only.length === 1 ? only[0] : undefined;
  // A name and a number only looked for somebody; what they need must not be lost on the way.
  const onward = needs.value.trim() === '';
  const openOrder = (l: Likely) => {
    const to = orders ? `/desk/households/${l.household.id}/order` : `/desk/households/${l.household.id}`;
    if (onward || !unsaved.ask?.(() => go(to))) go(to);
    return t.open;
  };
  const check = (v: FormData): Errors => {
    const named = textOf(v, 'name') !== '';
    // Whether Enter leads on, only the answer says: the press waits for it.
    if (!named && state === 'asking') {
      waiting.value = true;
      return {waiting: t.waiting};
    }
    return {
      // Somebody known by the number: Enter leads on, and no half request is noted.
      known: direct && !named ? openOrder(direct) : undefined,
      name: named ? undefined : t.nameNeeded,
      phone: textOf(v, 'phone') ? undefined : t.phoneNeeded,
    };
  };
  const form = useForm({
    check,
    send: async (v, key) => {
      const kept = Object.entries(apart.value).map(([household, reason]) => ({household, reason}));
      const call = {
        name: textOf(v, 'name'),
        phone: textOf(v, 'phone'),
        street: textOf(v, 'street'),
        needs: textOf(v, 'needs'),
        spoken: spoken.value,
        ...(chosen.value ? {household: chosen.value.id} : {}),
        ...(kept.length > 0 ? {apart: kept} : {}),
      };
      const r = await noteRequest(call, key);
      if (!r.ok) return r.problem;
      toast(t.saved);
      go(`/desk/requests/${r.data.id}`);
      return null;
    },
  });
  useEffect(() => {
    if (!waiting.value || state === 'asking') return;
    waiting.value = false;
    form.ref.current?.requestSubmit();
  }, [waiting.value, state]);
  const shown = likely.filter(l => !(l.household.id in apart.value) && l.household.id !== chosen.value?.id);
  const fresh = new URLSearchParams({
    phone: typed.value.phone,
    name: typed.value.name,
    street: typed.value.street,
    needs: needs.value,
  });
  return (
    <Page title={t.title} lead={t.lead}>
      <div ref={box}>
        <form {...formProps(form)} class="split call">
          <div class="stack who-calls">
            {form.problem && !form.problem.fields && <ProblemBanner problem={form.problem} />}
            <Field
              name="phone"
              type="tel"
              label={t.phone}
              hint={t.phoneHint}
              error={form.errors['phone']}
              value={typed.value.phone}
              autocomplete="off"
              onInput={type('phone')}
            />
            <Field
              name="name"
              label={t.name}
              hint={t.nameHint}
              error={form.errors['name']}
              autocomplete="off"
              onInput={type('name')}
            />
            <Field
              name="street"
              label={t.street}
              error={form.errors['street']}
              autocomplete="off"
              onInput={type('street')}
            />
          </div>
          <Card title={t.known} id="known">
            <p class="soft" role="status">
              {waiting.value ? t.waiting : found(state, shown.length)}
            </p>
            {shown.map(l => (
              <LikelyCard
                key={l.household.id}
                likely={l}
                order={orders}
                onward={onward}
                onSame={() => (chosen.value = l.household)}
                onApart={reason => (apart.value = {...apart.value, [l.household.id]: reason})}
              />
            ))}
          </Card>
          <div class="stack call-rest">
            <Area
              name="needs"
              label={t.needs}
              error={form.errors['needs']}
              onInput={e => (needs.value = e.currentTarget.value)}
            />
            <Check name="spoken" label={t.spoken} checked={spoken.value} onChange={v => (spoken.value = v)} />
            {chosen.value && (
              <Banner tone="good">
                <p>{t.chosen(chosen.value.name)}</p>
                <Button look="plain" onClick={() => (chosen.value = null)}>
                  {t.undo}
                </Button>
              </Banner>
            )}
            <div class="row">
              <Button type="submit" look="primary" busy={form.busy}>
                {t.save}
              </Button>
              <ButtonLink href={`/desk/households/new#${fresh}`} onward>
                {t.enrol}
              </ButtonLink>
            </div>
          </div>
        </form>
      </div>
    </Page>
  );
}
