import {driver} from '../../i18n/driver';
import {capital, longDay} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {office} from '../../i18n/office';
import {Banner, Card} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {noon} from '../model/day';
import {chosenDay, tour} from '../phone';

/** The days that this phone knows of, to look at beforehand. */
export function Ahead() {
  const {ahead} = tour.value;
  if (ahead.length === 0) return null;
  return (
    <Card title={say(office).ahead} id="ahead">
      <div class="stack">
        {ahead.map(({day, slips}) => (
          <Button key={day} onClick={() => (chosenDay.value = day)}>
            {capital(longDay(noon(day)))} · {say(driver).today.orders(slips)}
          </Button>
        ))}
      </div>
    </Card>
  );
}

/** Another day is looked at: it must not be taken for today, and there is a way back. */
export function Elsewhen() {
  const t = say(office);
  const day = chosenDay.value;
  if (day === null) return null;
  return (
    <Banner tone="warn">
      <p>{t.elsewhen(longDay(noon(day)))}</p>
      <Button onClick={() => (chosenDay.value = null)}>{t.backToday}</Button>
    </Banner>
  );
}
