import {common} from '../i18n/common';
import {say} from '../i18n/lang';
import {Button} from './button';
import {toast} from './toast';

/** Copies text. Where the clipboard is not allowed the text itself is selectable beside the button. */
export function CopyButton({text}: {readonly text: string}) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      toast(say(common).copied);
    } catch {
      // Plain http or a refusal: the person selects the text by hand.
    }
  };
  return (
    <Button icon="copy" onClick={copy}>
      {say(common).copy}
    </Button>
  );
}
