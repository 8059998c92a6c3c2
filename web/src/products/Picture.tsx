import { Shirt } from "lucide-react";

/** A product's picture, or a quiet place for it. */
export function Picture({ src, className }: { src: string; className: string }) {
  if (src) {
    return <img src={src} alt="" loading="lazy" className={`bg-hover object-cover ${className}`} />;
  }
  return (
    <span className={`flex items-center justify-center bg-hover text-ink-3 ${className}`}>
      <Shirt size="2rem" strokeWidth={1.25} aria-hidden />
    </span>
  );
}
