import {driver} from '../../i18n/driver';
import {capital, longDay} from '../../i18n/format';
import {say} from '../../i18n/lang';
import {office} from '../../i18n/office';
import {Card} from '../../ui/blocks';
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
