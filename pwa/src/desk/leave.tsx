// What was typed and not saved is not lost by a press on the menu: one question before any form of the desk is left.
import {signal} from '@preact/signals';
import {useEffect} from 'preact/hooks';
import {deskLeave} from '../i18n/desk-leave';
import {say} from '../i18n/lang';
import {Button} from '../ui/button';
import {Dialog} from '../ui/dialog';
import {unsaved} from '../ui/router';
import {watchForms, type Forms} from './parts/typed';

/** What to do when the person gives up what was typed; null while nobody is asked. */
const asked = signal<(() => void) | null>(null);

/** Asks before a link, "back" or the closing of the tab gives up typed work. Nothing that was typed is stored anywhere. */
export function AskBeforeLeaving() {
  useEffect(() => {
    const forms = watchForms(document);
    const close = (e: BeforeUnloadEvent) => {
      if (forms.typed()) e.preventDefault();
    };
    unsaved.ask = onward => ask(forms, onward);
    addEventListener('beforeunload', close);
    return () => {
      unsaved.ask = null;
      asked.value = null;
      removeEventListener('beforeunload', close);
      forms.stop();
    };
  }, []);
  const onward = asked.value;
  return onward && <Question onward={onward} />;
}

function ask(forms: Forms, onward: () => void): boolean {
  if (!forms.typed()) return false;
  asked.value = () => {
    forms.forget();
    onward();
  };
  return true;
}

function Question({onward}: {readonly onward: () => void}) {
  const t = say(deskLeave);
  const stay = () => (asked.value = null);
  const leave = () => {
    stay();
    onward();
  };
  return (
    <Dialog title={t.title} close={t.stay} onClose={stay}>
      <p>{t.text}</p>
      <Button look="danger" onClick={leave}>
        {t.leave}
      </Button>
    </Dialog>
  );
}
