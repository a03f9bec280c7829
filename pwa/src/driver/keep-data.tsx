import {useSignal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {office} from '../i18n/office';
import {say} from '../i18n/lang';
import {askToPersist} from '../store/browser';
import {Banner, Card} from '../ui/blocks';
import {Button} from '../ui/button';

type Kept = 'unknown' | 'granted' | 'denied' | 'asked and denied';

/** Asks the browser not to evict the deliveries, with the reason beside the button. */
export function KeepData() {
  const t = say(office).keep;
  const kept = useSignal<Kept>('unknown');
  useEffect(() => {
    const {storage} = navigator as Partial<Pick<Navigator, 'storage'>>;
    void Promise.resolve(storage?.persisted?.() ?? false).then(
      yes => (kept.value = yes ? 'granted' : 'denied'),
      () => (kept.value = 'denied'),
    );
  }, []);
  const press = async () => {
    kept.value = (await askToPersist()) === 'granted' ? 'granted' : 'asked and denied';
  };
  if (kept.value === 'unknown') return null;
  return (
    <Card title={t.title} id="keep">
      {kept.value === 'granted' && <Banner tone="good">{t.granted}</Banner>}
      {kept.value === 'asked and denied' && (
        <Banner tone="warn" role="alert">
          {t.refused}
        </Banner>
      )}
      {kept.value !== 'granted' && (
        <>
          <p>{t.why}</p>
          <Button icon="lock" onClick={press}>
            {t.ask}
          </Button>
        </>
      )}
    </Card>
  );
}
