import { useLingui } from "@lingui/react/macro";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { Dialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { IconButton } from "./IconButton";

type Props = {
  title: ReactNode;
  isOpen: boolean;
  onClose: () => void;
  children: ReactNode;
};

const overlay =
  "fixed inset-0 z-40 flex bg-backdrop entering:animate-[waiting-in_160ms_ease-out] exiting:opacity-0";

function Head({ title, onClose }: { title: ReactNode; onClose: () => void }) {
  const { t } = useLingui();
  return (
    <div className="flex min-h-14 shrink-0 items-center gap-2 border-b border-line ps-4 pe-2">
      <Heading slot="title" className="min-w-0 grow truncate text-lg font-semibold">
        {title}
      </Heading>
      <IconButton icon={X} label={t`Close`} onPress={onClose} />
    </div>
  );
}

/** A panel at the page's end side, over the page; it is the whole page on a phone. */
export function Drawer({ title, isOpen, onClose, children }: Props) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className={`${overlay} justify-end`}
    >
      <Modal className="h-full w-full max-w-md bg-raised shadow-float">
        <Dialog className="flex h-full flex-col outline-none">
          <Head title={title} onClose={onClose} />
          <div className="min-h-0 grow overflow-y-auto p-4">{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

/** A small window in the middle for one question or a short list. */
export function Window({ title, isOpen, onClose, children }: Props) {
  return (
    <ModalOverlay
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
      isDismissable
      className={`${overlay} items-center justify-center p-4`}
    >
      <Modal className="max-h-full w-full max-w-lg overflow-hidden rounded-bubble bg-raised shadow-float">
        <Dialog className="flex max-h-[80dvh] flex-col outline-none">
          <Head title={title} onClose={onClose} />
          <div className="min-h-0 grow overflow-y-auto p-4">{children}</div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
