import {useSignal} from '@preact/signals';
import {ago, clockTime} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Badge, Banner, Card, Item, List} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {acts, client, status, store, tour} from '../phone';

/** What waits, one by one; and the last resort, a file that any phone with the app can send. */
export function Queue() {
  const t = say(visit).queue;
  const now = Date.now();
  const waiting = acts.value.filter(a => a.place !== 'sent');
  const kinds: Readonly<Record<string, string>> = say(visit).kinds;
  const where = (target: string) => {
    const work = tour.value.all.find(w => w.id === target);
    return work
      ? `${say(visit).stop.slip(work.number)} · ${work.sheet.household.name || work.sheet.merchant.name}`
      : '';
  };
  return (
    <>
      {waiting.length > 0 && (
        <section class="stack" aria-labelledby="waiting">
          <h2 id="waiting">{t.waiting}</h2>
          <List>
            {waiting.map(a => (
              <Item
                key={a.id}
                name={kinds[a.kind] ?? a.kind}
                detail={[where(a.target), clockTime(a.madeAt), ago(a.madeAt, now)].filter(Boolean).join(' · ')}
              >
                {a.place === 'parked' && <Badge tone="bad">{t.parked}</Badge>}
              </Item>
            ))}
          </List>
        </section>
      )}
      {status.value.parked.length > 0 && <Button onClick={() => void client.retryParked()}>{t.retryParked}</Button>}
      {status.value.photosRefused > 0 && <Banner tone="warn">{t.photosRefused(status.value.photosRefused)}</Banner>}
      <Rescue />
    </>
  );
}

type Said = {readonly tone: 'good' | 'bad'; readonly text: string};

function Rescue() {
  const t = say(visit).queue;
  const said = useSignal<Said | null>(null);
  const keep = async () => {
    said.value = null;
    try {
      const url = URL.createObjectURL(new Blob([await store.rescue()], {type: 'application/json'}));
      const link = document.createElement('a');
      link.href = url;
      link.download = `portage-${new Date().toISOString().slice(0, 16).replace(/\D/g, '')}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
      said.value = {tone: 'good', text: t.kept};
    } catch {
      said.value = {tone: 'bad', text: t.failed};
    }
  };
  const take = async (file: File | undefined) => {
    said.value = null;
    if (!file) return;
    try {
      const fresh = await store.restore(await file.text());
      client.trigger('tap');
      said.value = {tone: 'good', text: t.taken(fresh)};
    } catch {
      said.value = {tone: 'bad', text: t.unreadable};
    }
  };
  return (
    <details class="more">
      <summary>{t.rescue}</summary>
      <Card>
        <p>{t.rescueText}</p>
        <Button onClick={keep}>{t.keep}</Button>
        <label class="button secondary">
          {t.take}
          <input
            class="hidden"
            type="file"
            accept=".json,application/json"
            onChange={e => {
              void take(e.currentTarget.files?.[0]);
              e.currentTarget.value = ''; // the same file again is a change too
            }}
          />
        </label>
        {said.value?.tone === 'bad' && <Banner tone="bad">{said.value.text}</Banner>}
        <p role="status">{said.value?.tone === 'good' && <Badge tone="good">{said.value.text}</Badge>}</p>
      </Card>
    </details>
  );
}
