"""Both ends of the road agree here: batch, manifest, seal, acknowledgement, problem codes. Pure."""
