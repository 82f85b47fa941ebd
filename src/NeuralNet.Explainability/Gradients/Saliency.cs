using System.Numerics.Tensors;

namespace NeuralNet.Explainability;

/// <summary>
/// |∂y/∂x|: how much the output would change if a value were changed a little, whichever way. Simonyan, Vedaldi and Zisserman,
/// "Deep inside convolutional networks", 2014. It ranks features and does not share out the prediction.
/// </summary>
public sealed class Saliency : GradientExplainer
{
    /// <summary>Makes the explainer.</summary>
    /// <param name="model">The model, of one input and one output.</param>
    /// <param name="features">Names and groups of the values of a row; a group's value is the sum of its columns'.</param>
    /// <exception cref="ArgumentException">The model or the features do not fit; a layer without derivative is named.</exception>
    public Saliency(Model model, Features? features = null)
        : base("Saliency", model, features) => Differentiability.Require(model, Method);

    internal override LocalValues Local => (_, gradients) => TensorPrimitives.Abs(gradients, gradients);

    internal override FeatureValues Attribute(Tensor rows, Features features, int output, Run run) =>
        LocalGradient.Attribute(Model, features, Local, rows, output, run);
}
