import {useSignal} from '@preact/signals';
import {useId} from 'preact/hooks';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Badge} from '../../ui/blocks';
import {Button} from '../../ui/button';
import {Icon} from '../../ui/icon';
import type {Shot} from './sign';

type Props = {
  readonly label: string;
  readonly photo: Shot | null;
  readonly onPhoto: (photo: Shot | null) => void;
};

export function PhotoField({label, photo, onPhoto}: Props) {
  const t = say(visit).photo;
  const id = useId();
  const failed = useSignal(false);
  const take = async (file: File | undefined) => {
    failed.value = false;
    if (!file) return;
    try {
      // Fetched when asked for, so that the first screen does not name it; the worker keeps it.
      const {shrink} = await import('../../ui/photo');
      onPhoto(await shrink(file));
    } catch {
      failed.value = true;
    }
  };
  return (
    <div class="field">
      <input
        id={id}
        class="hidden"
        type="file"
        accept="image/*"
        capture="environment"
        onChange={e => void take(e.currentTarget.files?.[0])}
      />
      <label for={id} class="button secondary">
        <Icon name="camera" />
        <span>{label}</span>
      </label>
      {failed.value && <span class="error">{t.failed}</span>}
      {photo && (
        <div class="row">
          <Badge tone="good">{t.taken}</Badge>
          <Button look="plain" onClick={() => onPhoto(null)}>
            {t.drop}
          </Button>
        </div>
      )}
    </div>
  );
}
