// The gifts that go with every order, each from a trade of the service.
import {useSignal, type Signal} from '@preact/signals';
import type {Service} from '../../api/town';
import {deskService} from '../../i18n/desk-service';
import {say} from '../../i18n/lang';
import {Card} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Field, Select} from '../../ui/field';
import type {Errors} from '../../ui/form';

type Gift = {readonly key: number; readonly text: string; readonly trade: string};

let last = 0;
const key = () => (last += 1);

export const useGifts = (was: Service): Signal<readonly Gift[]> =>
  useSignal<readonly Gift[]>((was.everyOrder ?? []).map(({text, trade}) => ({key: key(), text, trade})));

type Props = {readonly gifts: Signal<readonly Gift[]>; readonly trades: readonly string[]; readonly errors: Errors};

export function Gifts({gifts, trades, errors}: Props) {
  const t = say(deskService);
  const change = (k: number, part: Partial<Gift>) => {
    gifts.value = gifts.value.map(g => (g.key === k ? {...g, ...part} : g));
  };
  return (
    <Card title={t.gifts} id="gifts">
      <p class="soft">{t.giftsLead}</p>
      {gifts.value.length === 0 && <p>{t.noGift}</p>}
      {gifts.value.map((g, i) => {
        // A trade that left the list stays in sight, so that the server's refusal makes sense.
        const options = [...new Set([...trades, g.trade])].filter(Boolean).map(v => ({value: v, label: v}));
        return (
          <fieldset class="group" key={g.key}>
            <legend>{t.gift(i + 1)}</legend>
            <Field
              name={`everyOrder[${i}].text`}
              label={t.giftText}
              value={g.text}
              error={errors[`everyOrder[${i}].text`]}
              onInput={e => change(g.key, {text: e.currentTarget.value})}
            />
            <Select
              name={`everyOrder[${i}].trade`}
              label={t.giftTrade}
              value={g.trade}
              options={[{value: '', label: t.chooseTrade}, ...options]}
              error={errors[`everyOrder[${i}].trade`]}
              onChange={trade => change(g.key, {trade})}
            />
            <Button look="plain" onClick={() => (gifts.value = gifts.value.filter(o => o.key !== g.key))}>
              {t.removeGift}
            </Button>
          </fieldset>
        );
      })}
      <Button icon="plus" onClick={() => (gifts.value = [...gifts.value, {key: key(), text: '', trade: ''}])}>
        {t.addGift}
      </Button>
    </Card>
  );
}
