namespace NeuralNet.Explainability;

/// <summary>Checks that the gradient of the output by the input carries information.</summary>
internal static class Differentiability
{
    /// <exception cref="ArgumentException">The derivative of a layer is 0 or does not exist; the message names the layer.</exception>
    public static void Require(Model model, string method)
    {
        foreach (Layer layer in model.Layers)
        {
            if (layer.FinalActivation is { IsDifferentiable: false } activation)
                throw new ArgumentException(
                    $"{method} cannot look through the layer '{layer.Name}': the derivative of its activation '{activation.Name}' is "
                    + "0 wherever it exists. Use KernelShap or Lime, which need predictions alone.", nameof(model));
        }

        RequireContinuousInput(model, method);
    }

    /// <exception cref="ArgumentException">A layer looks its input up in a table or in bins; the message names the layer.</exception>
    public static void RequireContinuousInput(Model model, string method)
    {
        foreach (Layer layer in model.Layers)
        {
            string? reason = layer switch
            {
                Embedding or CategoryEncoding => "its inputs are numbers of tokens",
                Discretization => "its inputs become indices of bins",
                _ => null,
            };
            if (reason is not null)
                throw new ArgumentException(
                    $"{method} cannot look through the layer '{layer.Name}' ({layer.ClassName}): {reason}, and there is "
                    + "no derivative by them. Use Occlusion or KernelShap, which need predictions alone.", nameof(model));
        }
    }
}
