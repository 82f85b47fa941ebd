namespace NeuralNet;

/// <summary>
/// output = x where x &gt; 0, else negativeSlope·x, as a layer of its own. The slope is 0.3 by default; that of the activation
/// "leaky_relu" is 0.2. Keras: layers/activations/leaky_relu.py.
/// </summary>
/// <param name="negativeSlope">The slope below 0; 0.3 by default.</param>
/// <param name="name">The name of the layer; by default the model gives it one.</param>
[Configurable]
public sealed partial class LeakyReLU(float negativeSlope = 0.3f, string? name = null)
    : ActivationLayer(new LeakyReLUActivation(negativeSlope), name);
