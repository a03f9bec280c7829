import {OfferPush, PushCard} from '../push/push-card';
import {asDevice} from './push';

/** In the settings: always. */
export const PushHere = () => <PushCard area="driver" who={asDevice} />;

/** On the first screen: until it was answered. */
export const PushOffer = () => <OfferPush area="driver" who={asDevice} />;
