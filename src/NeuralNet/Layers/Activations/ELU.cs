namespace NeuralNet;

/// <summary>
/// output = x where x &gt; 0, else alpha·(eˣ − 1), as a layer of its own. Keras: layers/activations/elu.py.
/// </summary>
/// <param name="alpha">The negative of the limit for x → −∞; 1 by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class ELU(float alpha = 1, string? name = null) : ActivationLayer(new ELUActivation(alpha), name);
