using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// x·∂y/∂x: the contribution of each value to the tangent of the model at the row. For a linear model without bias, the contributions sum
/// to the prediction. Shrikumar, Greenside and Kundaje, "Learning important features through propagating activation differences", 2017.
/// </summary>
public sealed class InputXGradient : GradientExplainer
{
    /// <summary>Creates the explainer.</summary>
    /// <inheritdoc cref="Saliency(Model, Features?)"/>
    public InputXGradient(Model model, Features? features = null)
        : base("Input × gradient", model, features) => Differentiability.Require(model, Method);

    internal override LocalValues Local => (points, gradients) => TensorPrimitives.Multiply(points, gradients, gradients);

    internal override FeatureValues Attribute(Tensor rows, Features features, int output, Run run) =>
        LocalGradient.Attribute(Model, features, Local, rows, output, run);
}
