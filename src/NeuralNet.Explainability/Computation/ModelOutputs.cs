namespace NeuralNet.Explainability;

/// <summary>The meaning of a model's outputs, as the model itself states it.</summary>
internal static class ModelOutputs
{
    /// <summary>The distance from 0 or 1 below which a probability hardly changes with the input.</summary>
    private const double Saturated = 1e-3;

    /// <summary>
    /// Returns whether the outputs are those of classes, whose maximum is the predicted class: the model has labels, or ends in a softmax.
    /// </summary>
    public static bool AreClasses(Model model) => model.OutputShapes[0].Rank == 1
        && (model.Labels is not null || IsSoftmax(model.OmittedActivation ?? FinalActivation(model)));

    /// <summary>
    /// Returns the label of an output; null if the model has none. A single output is the probability of the second of two classes.
    /// </summary>
    public static string? NameOf(Model? model, int output)
    {
        if (model?.Labels is not { } labels || model.OutputShapes.Count > 1)
            return null;
        int places = model.OutputShapes[0].LastSize;
        return places == 1 ? labels[^1] : labels[output % places];
    }

    /// <summary>Returns a warning if the values are nearly 0 at a probability that is nearly 0 or 1; null otherwise.</summary>
    public static string? NoteOn(Attribution attribution, Model? model)
    {
        if (model is null || model.OutputShapes.Count > 1)
            return null;
        if (FinalActivation(model) is not { } activation
            || !(activation.Is(Activation.Sigmoid) || activation.Is(Activation.HardSigmoid) || activation.Is(Activation.Softmax)))
            return null;
        // Of many classes each has a small probability without being saturated.
        double classes = activation.Is(Activation.Softmax) ? Math.Max(2, model.OutputShapes[0].LastSize) : 2;
        bool isSaturated = attribution.Prediction < 2 / classes * Saturated || attribution.Prediction > 1 - Saturated;
        return isSaturated && attribution.Values.All(value => Math.Abs(value) < Saturated)
            ? FormattableString.Invariant($"The output {attribution.Prediction:0.######} lies where the {activation.Name} is saturated: ")
                + "the output hardly changes with the input, so values near 0 say little about the features. "
                + $"Explain the values before the {activation.Name}: use model.Logits() in the place of the model."
            : null;
    }

    private static bool IsSoftmax(Activation? activation) => activation.Is(Activation.Softmax) || activation.Is(Activation.LogSoftmax);

    private static Activation? FinalActivation(Model model) => model.Graph.Nodes[model.Graph.Outputs[0].Node].Layer.FinalActivation;
}
