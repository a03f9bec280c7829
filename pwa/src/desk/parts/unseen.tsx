import {useEffect, useRef} from 'preact/hooks';
import {api, settle} from '../../api/http';
import type {components} from '../../api/schema.gen';
import {ago} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {push} from '../../i18n/push';
import {Badge, Card, Item, List} from '../../ui/blocks';
import {useLoad} from '../../ui/load';
import {useLive} from '../live';

type Unseen = components['schemas']['UnseenItem'];

const unseen = () => settle(api.GET('/api/push/unseen'));

function what(u: Unseen): string {
  const t = say(push).unseen;
  if (!u.number) return t.round;
  return u.kind === 'ready' ? t.ready(u.number) : t.change(u.number);
}

/** Who is still on time is nobody's worry yet; who cannot be told is at once. */
const toCall = (u: Unseen) => u.late || (u.state !== 'sent' && u.state !== 'waiting');

const MINUTE = 60_000;

/** Who should have looked and has not, with the number to call; nothing while everybody has. */
export function UnseenCard() {
  const t = say(push).unseen;
  const all = useLoad(unseen);
  useLive(['notice', 'slip', 'round'], all.again);
  const again = useRef(all.again);
  again.current = all.again;
  useEffect(() => {
    const timer = setInterval(() => again.current(), MINUTE); // being late changes nothing on the server
    return () => clearInterval(timer);
  }, []);
  const list = (all.data?.unseen ?? []).filter(toCall);
  if (list.length === 0) return null;
  return (
    <Card title={t.title} id="unseen">
      <p class="soft">{t.lead}</p>
      <List label={t.title}>
        {list.map(u => (
          <Item
            key={`${u.person} ${u.kind} ${u.round ?? ''} ${u.slip ?? ''} ${u.at}`}
            name={u.name}
            detail={`${what(u)} · ${u.shown ? t.shown : t.state[u.state]} · ${ago(u.at, Date.now())}`}
          >
            {u.late && <Badge tone="warn">{t.late}</Badge>}
            {u.phone && (
              <a class="button secondary" href={`tel:${u.phone.replaceAll(' ', '')}`}>
                <span>{t.call(u.name)}</span>
              </a>
            )}
          </Item>
        ))}
      </List>
    </Card>
  );
}
