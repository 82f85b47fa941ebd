namespace NeuralNet.Testing.Tests;

public class LayerContractTests
{
    private static readonly CustomObjects Known = new CustomObjects().Add("Faulty", FaultyLayer.From);

    [Fact]
    public void ALayerThatIsRightPasses() => Contract(Fault.None).Verify();

    [Theory]
    [InlineData(Fault.Infinite, "Shapes")]
    [InlineData(Fault.Gradient, "Gradients")]
    [InlineData(Fault.AddedGradient, "Gradients")]
    [InlineData(Fault.Rows, "RowsApart")]
    [InlineData(Fault.Counter, "Repeatability")]
    [InlineData(Fault.Field, "Threads")]
    [InlineData(Fault.Freezing, "Training")]
    [InlineData(Fault.InputGradient, "Training")]
    [InlineData(Fault.ParameterGradient, "Training")]
    [InlineData(Fault.Setting, "Saving")]
    [InlineData(Fault.Saving, "Saving")]
    public void AFaultIsNamedByItsRule(Fault fault, string rule)
    {
        LayerContract contract = Contract(fault);
        LayerContractException error = Assert.Throws<LayerContractException>(() => Verify(contract, rule));
        Assert.StartsWith(rule + ": ", error.Message, StringComparison.Ordinal);
        Assert.Contains("'faulty'", error.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<Exception>(contract.Verify);
    }

    [Fact]
    public void ArgumentsAreChecked()
    {
        Assert.Throws<ArgumentNullException>(() => new LayerContract(null!, [4]));
        Assert.Throws<ArgumentException>(() => new LayerContract(() => new Dense(1)));
        Assert.Throws<ArgumentException>(() => new LayerContract(() => new Dense(1), new Shape([null, 4])));
        Assert.Throws<InvalidOperationException>(new LayerContract(() => null!, [4]).VerifyShapes);
    }

    private static LayerContract Contract(Fault fault) => new(() => new FaultyLayer(fault, 3), [4]) { CustomObjects = Known };

    private static void Verify(LayerContract contract, string rule)
    {
        Action verify = rule switch
        {
            "Shapes" => contract.VerifyShapes,
            "Gradients" => contract.VerifyGradients,
            "RowsApart" => contract.VerifyRowsApart,
            "Repeatability" => contract.VerifyRepeatability,
            "Threads" => contract.VerifyThreads,
            "Training" => contract.VerifyTraining,
            _ => contract.VerifySaving,
        };
        verify();
    }
}
