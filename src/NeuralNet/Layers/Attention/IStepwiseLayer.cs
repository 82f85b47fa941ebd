namespace NeuralNet;

/// <summary>
/// A layer that can compute a sequence one step at a time although a step depends on its position or on earlier steps. Layers that compute
/// each step by itself need no interface.
/// </summary>
internal interface IStepwiseLayer
{
    /// <summary>Creates the memory of earlier steps; null, unless implemented, if there is none.</summary>
    /// <param name="capacity">The maximum number of steps.</param>
    /// <param name="inputs">The number of inputs of the layer.</param>
    /// <exception cref="ArgumentException">The layer cannot compute a sequence step by step with its settings.</exception>
    KeyValueCache? NewCache(int capacity, int inputs) => null;

    /// <summary>Computes a step, the only one of the frame.</summary>
    /// <param name="frame">The tensors of the step.</param>
    /// <param name="cache">The memory of earlier steps, to which the step is added.</param>
    /// <param name="step">The index of the step.</param>
    void ForwardStep(Frame frame, KeyValueCache? cache, int step);
}
