namespace NeuralNet.Explainability;

/// <summary>Models of one input and one output.</summary>
internal static class SingleModel
{
    /// <summary>Checks that a model has one input and one output.</summary>
    /// <param name="model">The model.</param>
    /// <param name="use">The use that needs such a model, as the message says: <c>KernelSHAP explains</c>.</param>
    /// <exception cref="ArgumentException">The model has several inputs or outputs.</exception>
    public static void Require(Model model, string use)
    {
        ArgumentNullException.ThrowIfNull(model);
        int inputs = model.InputShapes.Count, outputs = model.OutputShapes.Count;
        if (inputs != 1 || outputs != 1)
        {
            throw new ArgumentException(
                $"The model '{model.Name}' has {Counted(inputs, "input")} and {Counted(outputs, "output")}; {use} models of one input and "
                + "one output.", nameof(model));
        }

        static string Counted(int count, string noun) => FormattableString.Invariant($"{count} {noun}{(count == 1 ? "" : "s")}");
    }
}
