using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// An explainer that differentiates the model: its values follow from the exact derivatives of the output by the inputs, computed by the
/// library's own backward pass.
/// </summary>
public abstract class GradientExplainer : Explainer
{
    private protected GradientExplainer(string method, Model model, Features? features)
        : base(method)
    {
        SingleModel.Require(model, $"{method} explains");
        Model = model;
        InputShape = model.InputShapes[0];
        Features = InputShape.IsFixed ? Features.For(InputShape, features, model) : features;
    }

    /// <summary>The model that is explained.</summary>
    public Model Model { get; }

    /// <summary>The features that have values; null if they follow from each row, because an axis of the rows is open.</summary>
    public Features? Features { get; private set; }

    /// <summary>The shape of the rows that are explained, open where any size is.</summary>
    internal Shape InputShape { get; private set; }

    private protected sealed override Shape RowShape => InputShape;

    private protected sealed override Model? KnownModel => Model;

    private protected sealed override Attribution[] Explain(Tensor rows, int? output, Run run)
    {
        Features features = InputShape.IsFixed ? Features! : Features.For(rows.Shape.WithoutBatch(), Features, Model);
        int[] outputs = OutputChoice.ForRows(
            rows.Rows, output, Model.OutputShapesFor([rows])[0].WithoutBatch().Size, Model, () => Model.Predict(rows));
        return RowGroup.Explain(outputs, run, (group, part) => Explain(group.Of(rows), features, group.Output, part));
    }

    /// <summary>Restricts the rows to the shape of a background or a baseline.</summary>
    /// <exception cref="ArgumentException">The features are for other rows.</exception>
    private protected void ExplainOnly(Shape row)
    {
        if (!InputShape.IsFixed)
            (InputShape, Features) = (row, Features.For(row, Features, Model));
    }

    private Attribution[] Explain(Tensor rows, Features features, int output, Run run)
    {
        FeatureValues found = Attribute(rows, features, output, run);
        if (!TensorPrimitives.IsFiniteAll<double>(found.Values))
            throw new InvalidOperationException(
                $"The gradient of output {output} of the model '{Model.Name}' is not finite, so nothing can be explained. Look for "
                + "NaN or infinity in its weights.");
        var attributions = new Attribution[rows.Rows];
        for (int row = 0; row < attributions.Length; row++)
            attributions[row] = new Attribution(
                Method, output, Data.RowAt(rows, row), features, Cut(found.Values, features, row)!, found.Predictions[row],
                found.BaseValues?[row])
            {
                StandardErrors = Cut(found.StandardErrors, features, row),
            };
        return attributions;
    }

    /// <summary>The function from the gradient at the row to the values, if they follow from that gradient alone; null otherwise.</summary>
    internal virtual LocalValues? Local => null;

    /// <summary>Computes a value for each feature of each row.</summary>
    internal abstract FeatureValues Attribute(Tensor rows, Features features, int output, Run run);

    /// <summary>Sums the values of the columns of each feature.</summary>
    private protected static double[] ToFeatures(double[] columns, Features features)
    {
        if (features.AreColumns)
            return columns;
        int width = features.Width, rows = columns.Length / width;
        double[] values = new double[rows * features.Count];
        for (int row = 0; row < rows; row++)
            features.Sum(columns.AsSpan(row * width, width)).CopyTo(values, row * features.Count);
        return values;
    }

    private static double[]? Cut(double[]? values, Features features, int row) =>
        values is null || values.Length == features.Count ? values : values.AsSpan(row * features.Count, features.Count).ToArray();
}
