import {useSignal} from '@preact/signals';
import {useId} from 'preact/hooks';
import {say} from '../../i18n/lang';
import {visit} from '../../i18n/visit';
import {Badge} from '../../ui/blocks';
import {Button} from '../../ui/button';
import type {Shot} from './sign';

const LONGEST = 2048; // what the server keeps

/** A JPEG of at most 2048 pixels a side, upright, as an ArrayBuffer: WebKit stores no Blobs in private sessions. */
async function shrink(file: File): Promise<Shot> {
  const picture = await createImageBitmap(file, {imageOrientation: 'from-image'});
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const jpeg = await new Promise<Blob | null>(done => canvas.toBlob(done, 'image/jpeg', 0.8));
  if (!jpeg) throw new Error('the canvas gave no picture');
  return {type: 'image/jpeg', bytes: await jpeg.arrayBuffer()};
}

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
      onPhoto(await shrink(file));
    } catch {
      failed.value = true;
    }
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        class="input file"
        type="file"
        accept="image/*"
        capture="environment"
        onChange={e => void take(e.currentTarget.files?.[0])}
      />
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
