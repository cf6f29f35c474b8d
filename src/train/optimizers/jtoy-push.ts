import type { UpdateNumbers } from "../../tasks/optimizer-settings.ts";

/** What multiplies the pull on a weight in jtoy's RMSProp: without momentum it goes uphill, whatever the rate. */
export const jtoyPush = (rate: number, { momentum }: UpdateNumbers): number => (momentum > 0 ? -rate : 1);
