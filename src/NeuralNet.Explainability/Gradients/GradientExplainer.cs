using System.Numerics.Tensors;

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
        Predictor.RequireSingle(model, method);
        Model = model;
        InputShape = model.InputShapes[0];
        Features = Features.For(InputShape, features, model);
    }

    /// <summary>The model that is explained.</summary>
    public Model Model { get; }

    /// <summary>The features that values are found for.</summary>
    public Features Features { get; }

    private protected Shape InputShape { get; }

    private protected sealed override Shape RowShape => InputShape;

    private protected sealed override Model? KnownModel => Model;

    private protected sealed override Attribution[] Explain(Tensor rows, int? output, Run run)
    {
        Model.Graph.CheckInputs([rows]);
        int[] outputs = OutputChoice.ForRows(rows.Rows, output, Model.OutputShapes[0].Size, Model, () => Model.Predict(rows));
        return RowGroup.Explain(outputs, run, (group, part) => Explain(group.Of(rows), group.Output, part));
    }

    private Attribution[] Explain(Tensor rows, int output, Run run)
    {
        FeatureValues found = Attribute(rows, output, run);
        if (!TensorPrimitives.IsFiniteAll<double>(found.Values))
            throw new InvalidOperationException(
                $"The gradient of output {output} of the model '{Model.Name}' is not finite, so nothing can be explained. Look for "
                + "NaN or infinity in its weights.");
        var attributions = new Attribution[rows.Rows];
        for (int row = 0; row < attributions.Length; row++)
            attributions[row] = new Attribution(
                Method, output, Data.RowAt(rows, row), Features, Cut(found.Values, row)!, found.Predictions[row], found.BaseValues?[row])
            {
                StandardErrors = Cut(found.StandardErrors, row),
            };
        return attributions;
    }

    /// <summary>How the values follow from the gradient at the row, if they follow from it alone; else null.</summary>
    internal virtual LocalValues? Local => null;

    /// <summary>Finds a value for each feature of each row.</summary>
    internal abstract FeatureValues Attribute(Tensor rows, int output, Run run);

    /// <summary>Values of the columns of rows summed to values of their features.</summary>
    private protected double[] ToFeatures(double[] columns)
    {
        if (Features.AreColumns)
            return columns;
        int width = Features.Width, rows = columns.Length / width;
        double[] values = new double[rows * Features.Count];
        for (int row = 0; row < rows; row++)
            Features.Sum(columns.AsSpan(row * width, width)).CopyTo(values, row * Features.Count);
        return values;
    }

    private double[]? Cut(double[]? values, int row) =>
        values is null || values.Length == Features.Count ? values : values.AsSpan(row * Features.Count, Features.Count).ToArray();
}
