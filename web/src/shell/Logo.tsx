/** The palette with its three colours. */
export function Logo() {
  return <img src="/icon.svg" alt="" className="size-9" />;
}
