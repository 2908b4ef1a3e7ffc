// JavaRosa (ODK Collect's engine, in the jar pyxform carries) loading a form and filling it question by question.
// Arguments: form.xml answers.tsv (path TAB value) loads fills. Prints one JSON line, the median of the warm half, in milliseconds
// of the processor time of this thread (not of the threads that compile and collect).
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DecimalData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.SelectOneData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;

public class JavaRosaBench {
    static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    static FormDef load(String file) throws Exception {
        FormDef form = XFormUtils.getFormFromFormXml(file, null);
        form.initialize(true, new InstanceInitializationFactory());
        return form;
    }

    static IAnswerData answer(FormEntryPrompt question, String value) {
        if (question.getControlType() == Constants.CONTROL_SELECT_ONE) {
            for (SelectChoice choice : question.getSelectChoices()) if (choice.getValue().equals(value)) return new SelectOneData(choice.selection());
            throw new IllegalArgumentException(value);
        }
        switch (question.getDataType()) {
            case Constants.DATATYPE_INTEGER: return new IntegerData(Integer.parseInt(value));
            case Constants.DATATYPE_DATE: return new DateData(java.sql.Date.valueOf(value));
            case Constants.DATATYPE_DECIMAL: return new DecimalData(Double.parseDouble(value));
            default: return new StringData(value);
        }
    }

    static int fill(FormDef form, Map<String, String> answers) {
        FormEntryController controller = new FormEntryController(new FormEntryModel(form));
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        int given = 0;
        int event = controller.stepToNextEvent();
        while (event != FormEntryController.EVENT_END_OF_FORM) {
            if (event == FormEntryController.EVENT_QUESTION) {
                FormEntryPrompt question = controller.getModel().getQuestionPrompt();
                String value = answers.get(question.getIndex().getReference().toString(false).replaceAll("\\[[0-9]+\\]", ""));
                if (value != null) {
                    controller.answerQuestion(question.getIndex(), answer(question, value), true);
                    given++;
                }
            }
            event = controller.stepToNextEvent();
        }
        form.postProcessInstance();
        return given;
    }

    static double warm(List<Long> taken) {
        List<Long> half = new ArrayList<>(taken.subList(taken.size() / 2, taken.size()));
        Collections.sort(half);
        return half.get(half.size() / 2) / 1e6;
    }

    public static void main(String[] args) throws Exception {
        java.io.PrintStream out = System.out;
        System.setOut(new java.io.PrintStream(java.io.OutputStream.nullOutputStream()));
        new XFormsModule().registerModule();
        new JavaRosaCoreModule().registerModule();
        Map<String, String> answers = new HashMap<>();
        for (String line : Files.readAllLines(Path.of(args[1]))) answers.put(line.split("\t")[0], line.split("\t")[1]);
        List<Long> loads = new ArrayList<>(), fills = new ArrayList<>();
        for (int n = 0; n < Integer.parseInt(args[2]); n++) {
            long begun = THREADS.getCurrentThreadCpuTime();
            load(args[0]);
            loads.add(THREADS.getCurrentThreadCpuTime() - begun);
        }
        int given = 0;
        for (int n = 0; n < Integer.parseInt(args[3]); n++) {
            FormDef form = load(args[0]);
            long begun = THREADS.getCurrentThreadCpuTime();
            given = fill(form, answers);
            fills.add(THREADS.getCurrentThreadCpuTime() - begun);
        }
        out.println("{\"load\":" + warm(loads) + ",\"fill\":" + warm(fills) + ",\"given\":" + given + "}");
    }
}
