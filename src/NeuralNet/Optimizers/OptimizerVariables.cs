namespace NeuralNet;

/// <summary>
/// The values with which an optimizer continues a training, for programs that read and write files of other libraries (Keras:
/// <c>optimizer.variables</c>). <see cref="Model.GetOptimizerVariables"/> returns a copy of those of a model.
/// </summary>
/// <param name="Step">The number of completed steps, from which schedules and corrections of bias are computed.</param>
/// <param name="LearningRate">The learning rate of the next step; null if it follows a schedule.</param>
/// <param name="Slots">
/// The slots of each parameter by their names: those of <see cref="Optimizer.SlotNames"/>, <c>average</c> if the optimizer keeps an average
/// of the weights, and <c>gradient_accumulator</c> if it accumulates gradients. A slot has the shape of its parameter.
/// </param>
public sealed record OptimizerVariables(
    long Step, float? LearningRate, IReadOnlyDictionary<Parameter, IReadOnlyDictionary<string, Tensor>> Slots)
{
    /// <summary>Copies the state of a model, with initial slots for the parameters that no training has changed yet.</summary>
    internal static OptimizerVariables Of(OptimizerState state, Optimizer optimizer, IEnumerable<Parameter> trainable)
    {
        OptimizerState complete = state.Clone();
        complete.Train(trainable);
        return new OptimizerVariables(
            state.Step,
            optimizer.LearningRate is ConstantLearningRate ? state.LearningRate : null,
            complete.SlotsByParameter.ToDictionary(pair => pair.Key, pair => Named(optimizer, pair.Key, pair.Value)));
    }

    /// <summary>Creates the state of a model.</summary>
    /// <exception cref="ArgumentException">The values do not fit the optimizer or the parameters.</exception>
    internal OptimizerState ToState(Optimizer optimizer, LayerGraph graph, int epoch)
    {
        var state = new OptimizerState(optimizer, graph.PathOf) { Step = Require.NonNegative(Step), Epoch = epoch };
        if (LearningRate is float learningRate)
            state.LearningRate = learningRate;
        foreach ((Parameter parameter, IReadOnlyDictionary<string, Tensor> slots) in Slots)
        {
            if (!graph.Parameters.Contains(parameter))
                throw new ArgumentException($"The model does not have the parameter '{parameter.Name}', whose slots are given.");
            string path = graph.PathOf(parameter);
            state.Restore(parameter, [.. optimizer.AllSlotNames.Select(name => Values(path, parameter.Shape, name, slots))]);
        }

        return state;
    }

    private static float[] Values(string parameter, Shape shape, string name, IReadOnlyDictionary<string, Tensor> slots)
    {
        if (!slots.TryGetValue(name, out Tensor? values))
            throw new ArgumentException($"The slot '{name}' of the parameter '{parameter}' is missing.");
        return values.Shape.Equals(shape)
            ? values.ToArray()
            : throw new ArgumentException($"The slot '{name}' has the shape {values.Shape}, and its parameter '{parameter}' {shape}.");
    }

    private static IReadOnlyDictionary<string, Tensor> Named(Optimizer optimizer, Parameter parameter, float[][] slots) =>
        optimizer.AllSlotNames.Zip(slots).ToDictionary(
            slot => slot.First, slot => Tensor.Over([.. slot.Second], parameter.Shape), StringComparer.Ordinal);
}
