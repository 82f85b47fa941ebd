using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// |∂y/∂x|: the change of the output by a small change of a value in either direction. Simonyan, Vedaldi and Zisserman,
/// "Deep inside convolutional networks", 2014. The values rank features; they do not sum to the prediction.
/// </summary>
public sealed class Saliency : GradientExplainer
{
    /// <summary>Creates the explainer.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="features">Names and groups of the values of a row; the value of a group is the sum of those of its columns.</param>
    /// <exception cref="ArgumentException">The model or the features do not fit; a layer without derivative is named.</exception>
    public Saliency(Model model, Features? features = null)
        : base("Saliency", model, features) => Differentiability.Require(model, Method);

    internal override LocalValues Local => (_, gradients) => TensorPrimitives.Abs(gradients, gradients);

    internal override FeatureValues Attribute(Tensor rows, Features features, int output, Run run) =>
        LocalGradient.Attribute(Model, features, Local, rows, output, run);
}
