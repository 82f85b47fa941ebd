namespace NeuralNet.Explainability;

/// <summary>
/// An explainer that looks into the model: its values come from the exact derivatives of the output by the inputs, which the
/// library's own backward pass gives.
/// </summary>
public abstract class GradientExplainer : Explainer
{
    private protected GradientExplainer(string method, Model model, Features? features)
        : base(method)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.InputShapes.Count != 1 || model.OutputShapes.Count != 1)
            throw new ArgumentException(
                $"The model '{model.Name}' has {model.InputShapes.Count} inputs and {model.OutputShapes.Count} outputs; {method} "
                + "explains models of one input and one output.", nameof(model));
        Model = model;
        InputShape = model.InputShapes[0];
        Features = Features.For(InputShape, features);
    }

    /// <summary>The model that is explained.</summary>
    public Model Model { get; }

    /// <summary>The features that values are found for.</summary>
    public Features Features { get; }

    private protected Shape InputShape { get; }

    private protected sealed override Shape RowShape => InputShape;

    private protected sealed override Attribution[] Explain(Tensor rows, int output, Run run)
    {
        float[] predictions = new Predictor(Model.Predict).Predict(rows, output);
        FeatureValues found = Attribute(rows, output, run);
        if (found.Values.Any(value => !double.IsFinite(value)))
            throw new InvalidOperationException(
                $"The gradient of output {output} of the model '{Model.Name}' is not finite, so nothing can be explained. Look for "
                + "NaN or infinity in its weights.");
        return [.. predictions.Select((prediction, row) => new Attribution(
            Method, output, Data.RowAt(rows, row), Features, Cut(found.Values, row)!, prediction, found.BaseValues?[row])
        {
            StandardErrors = Cut(found.StandardErrors, row),
        })];
    }

    /// <summary>Finds a value for each feature of each row.</summary>
    internal abstract FeatureValues Attribute(Tensor rows, int output, Run run);

    private double[]? Cut(double[]? values, int row) => values?.AsSpan(row * Features.Count, Features.Count).ToArray();
}
