/** TensorFlow.js with its gradients registered, which tfjs-core alone does not do. Everything of ours imports it from here. */
import "@tensorflow/tfjs-core/dist/register_all_gradients.js";

export * from "@tensorflow/tfjs-core";
