namespace NeuralNet.Tests;

public class ActivationReferenceTests
{
    private static readonly ReferenceFile File = new("activations");

    public static TheoryData<string> Cases => File.CasesOf(Activation.Known.ClassNames);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees(string name)
    {
        ReferenceCase reference = File[name];
        Activation activation = Activation.Known.Create(reference.Kind, reference.Configuration);
        Tensor x = reference["x"].ToTensor(), y = new(x.Shape), gradient = reference["g"].ToTensor();

        activation.Forward(x.Data, y.Data, x.Shape.Last);
        Close.To(reference["y"].Values, y.Data, Close.Reference, "y");

        activation.Backward(activation.NeedsInput ? x.Data : y.Data, y.Data, gradient.Data, x.Shape.Last);
        Close.To(reference["dx"].Values, gradient.Data, Close.Reference, "dx");
    }
}
