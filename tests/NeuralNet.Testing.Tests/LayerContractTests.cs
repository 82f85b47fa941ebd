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
        Assert.StartsWith(rule + ": ", Assert.Throws<LayerContractException>(contract.Verify).Message, StringComparison.Ordinal);
    }

    /// <summary>An exception of the layer itself is that of the rule that was checked.</summary>
    [Fact]
    public void AnExceptionOfTheLayerIsNamedByTheRule()
    {
        LayerContractException error = Assert.Throws<LayerContractException>(Contract(Fault.Exception).VerifyRepeatability);
        Assert.StartsWith("Repeatability: the layer 'faulty' (FaultyLayer) breaks the contract: it throws DivideByZeroException: ", error.Message, StringComparison.Ordinal);
        Assert.IsType<DivideByZeroException>(error.InnerException);
        Assert.StartsWith("Shapes: ", Assert.Throws<LayerContractException>(Contract(Fault.Exception).Verify).Message, StringComparison.Ordinal);
        var broken = new LayerContract(() => throw new FormatException("no layer"), [4]);
        Assert.Contains("FormatException: no layer", Assert.Throws<LayerContractException>(broken.VerifyGradients).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CustomObjectsThatWereForgottenAreNamed()
    {
        var contract = new LayerContract(() => new FaultyLayer(Fault.None, 3), [4]);
        string message = Assert.Throws<LayerContractException>(contract.VerifySaving).Message;
        Assert.StartsWith("Saving: ", message, StringComparison.Ordinal);
        Assert.Contains("was given no CustomObjects", message, StringComparison.Ordinal);
        Assert.Contains("There is no layer of class 'Faulty'", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    public void ANumberOfTokensIsPositive(int number) => Assert.Throws<ArgumentOutOfRangeException>(
        "IntegerInputsBelow", () => new LayerContract(() => new Dense(1), [4]) { IntegerInputsBelow = number });

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1e-6)]
    public void AToleranceIsAFiniteNumber(double tolerance)
    {
        Assert.Throws<ArgumentOutOfRangeException>(
            "GradientTolerance", () => new LayerContract(() => new Dense(1), [4]) { GradientTolerance = tolerance });
        Assert.Throws<ArgumentOutOfRangeException>("RowTolerance", () => new LayerContract(() => new Dense(1), [4]) { RowTolerance = tolerance });
    }

    [Fact]
    public void ArgumentsAreChecked()
    {
        Assert.Throws<ArgumentNullException>(() => new LayerContract(null!, [4]));
        Assert.Throws<ArgumentException>(() => new LayerContract(() => new Dense(1)));
        Assert.Throws<ArgumentException>(() => new LayerContract(() => new Dense(1), new Shape([null, 4])));
        Assert.Contains("returned null", Assert.Throws<LayerContractException>(new LayerContract(() => null!, [4]).VerifyShapes).Message, StringComparison.Ordinal);
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
