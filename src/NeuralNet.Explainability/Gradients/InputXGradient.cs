using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// x·∂y/∂x: what each value contributes to the model's tangent at the row. For a linear model without bias it is the whole
/// prediction. Shrikumar, Greenside and Kundaje, "Learning important features through propagating activation differences", 2017.
/// </summary>
public sealed class InputXGradient : GradientExplainer
{
    /// <summary>Makes the explainer.</summary>
    /// <inheritdoc cref="Saliency(Model, Features?)"/>
    public InputXGradient(Model model, Features? features = null)
        : base("Input × gradient", model, features) => Differentiability.Require(model, Method);

    internal override LocalValues Local => (points, gradients) => TensorPrimitives.Multiply(points, gradients, gradients);

    internal override FeatureValues Attribute(Tensor rows, Features features, int output, Run run) =>
        LocalGradient.Attribute(Model, features, Local, rows, output, run);
}
